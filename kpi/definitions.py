"""What counts as a complaint: dated definitions that re-filter the same data. What doesn't fit one is a remark.

`any` is the supervisor's (any expression of dissatisfaction), `written` the training label's (made in writing),
`p155_1` the water indicator's (in writing, the price level excluded), `with_contact` a house rule for remarks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import narwhals as nw

from kpi.errors import unknown
from kpi.figure import Figure
from kpi.text import Text

if TYPE_CHECKING:
    from kpi.measure import Facts, Query

PRICE_MOTIVES = ("prix", "prix de l'eau", "niveau des prix", "tarif", "tarifs", "price", "price level", "pricing")
PRICE = nw.col("motive").str.to_lowercase().is_in(PRICE_MOTIVES).fill_null(False)
NO_PRICE = Text(
    fr=f"aucun motif ne porte sur le prix, rien n'a été écarté à ce titre ; reconnus : {', '.join(PRICE_MOTIVES)}",
    en=f"no motive is about the price, nothing was left out for it; recognised: {', '.join(PRICE_MOTIVES)}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """`fits` is true for a complaint, false for a remark, null where the record doesn't say: counted, as unknown.

    `excludes` marks what the definition recognises by its words in order to leave it out; `vain` says what it means
    where the data hold none of these words.
    """

    name: str
    title: Text
    source: Text
    version: str
    fits: nw.Expr | None = None
    excludes: nw.Expr | None = None
    vain: Text | None = None


_ALL = (
    Definition(
        name="any",
        title=Text(fr="Toute insatisfaction exprimée", en="Any dissatisfaction expressed"),
        source=Text(fr="ACPR 2024-R-02", en="ACPR 2024-R-02"),
        version="1",
    ),
    Definition(
        name="written",
        title=Text(fr="Recueillie par écrit", en="Made in writing"),
        source=Text(fr="Qualiopi, indicateur 31 (S2-04)", en="Qualiopi, indicator 31 (S2-04)"),
        version="1",
        fits=nw.col("in_writing"),
    ),
    Definition(
        name="p155_1",
        title=Text(fr="Écrite, hors niveau de prix", en="In writing, price level excluded"),
        source=Text(
            fr="SISPEA P155.1 (S2-14) ; l'exclusion est de connaissance générale, à vérifier dans la fiche",
            en="SISPEA P155.1 (S2-14); the exclusion is general knowledge, to be checked in the indicator's sheet",
        ),
        version="1",
        fits=nw.col("in_writing") & ~PRICE,
        excludes=PRICE,
        vain=NO_PRICE,
    ),
    Definition(
        name="with_contact",
        title=Text(fr="Avec coordonnées du client", en="With the customer's contact details"),
        source=Text(
            fr="S2-05, S2-09 : sans coordonnées, une réclamation devient une remarque",
            en="S2-05, S2-09: without contact details a complaint becomes a remark",
        ),
        version="1",
        fits=nw.col("has_contact"),
    ),
)
DEFINITIONS = {one.name: one for one in _ALL}


def definition(name: str) -> Definition:
    """The definition of that name, or KpiError with the nearest."""
    if name not in DEFINITIONS:
        raise unknown("complaint definition", name, DEFINITIONS)
    return DEFINITIONS[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The `volume` by a definition, how many of it count only for want of knowing better, and how it differs from any.

    `difference` is in complaints: how many more, or fewer, than any dissatisfaction expressed. `doubts` say where the
    definition may not have done what its name says (`kpi.selection`).
    """

    definition: Definition
    volume: Figure
    unknown: int
    difference: int
    doubts: tuple[Text, ...] = ()


def compare_definitions(facts: Facts, query: Query) -> tuple[Compared, ...]:
    """The same complaints by every definition, `any` first: those of the query's scope, all together."""
    from kpi.measure import lines, measure  # which reads definitions itself
    from kpi.selection import doubts

    found: list[Compared] = []
    for one in _ALL:
        asked = replace(query, metrics=("volume",), by=(), period="all", definition=one.name)
        (volume,) = measure(facts, asked)
        doubtful = lines(facts, "volume", "denominator", asked).filter(nw.col("definition_unknown"))
        count = doubtful.select(nw.len()).collect("pyarrow").to_native().column(0)[0].as_py()
        everything = found[0].volume.n if found else volume.n
        found.append(
            Compared(
                definition=one, volume=volume, unknown=count, difference=volume.n - everything,
                doubts=doubts(facts, asked),
            )
        )  # fmt: skip
    return tuple(found)
