"""Dictionnaire: what every figure means, by which rules it is judged, and on which days time runs."""

from __future__ import annotations

import streamlit as st

from kpi.catalog import metrics
from kpi.committee import whole_months
from kpi.lookup import search
from kpi.rules import load_rules, rule_sets
from ui import choices, data, dictionary, frame, opening, show

page = frame.open_page("dictionnaire")
words = page.words
rules = load_rules(page.view.rules)
first = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
    part = choices.one_of(
        words, "part", words("dictionnaire.part"), dictionary.PARTS, lambda n: words(f"dictionnaire.{n}")
    )
    asked = dictionary.search(words) if part == "figures" else ""
found = search(asked)
with first:
    show.banner(*dictionary.headline(words, found, len(metrics()), asked, rules), show.Tone.NEUTRAL)

if part == "figures":
    known = {}
    if page.data and asked and len(found) <= dictionary.FEW:
        month = data.ask(page.data, whole_months, page.as_of, page.view.where, 1)
        known = data.ask(page.data, dictionary.answers, month, tuple(metric.name for metric in found))
    for row in dictionary.rows(found):
        for column, metric in zip(st.columns(dictionary.ACROSS), row, strict=False):
            with column, show.card(metric.name):
                name, text, notes = dictionary.card(words, metric)
                show.definition(name, text, *notes)
                if metric.name in known:
                    show.heading(
                        words("dictionnaire.now"), dictionary.current(words, known[metric.name]), show.Tone.NEUTRAL
                    )
                    opening.footer(page, metric.name, dictionary.opens(known[metric.name]))
elif part == "rules":
    for one in dictionary.rule_sets(rule_sets()):
        with show.card(one.name):
            name, text, notes = dictionary.rule_card(words, one)
            show.section(name, text)
            show.notice(notes)
            st.dataframe(dictionary.rule_table(words, one), hide_index=True, alt=name)
    dictionary.cards(
        [(name, text, []) for name, text in dictionary.calendars(words, rules, page.as_of.year)], "calendar"
    )
else:
    dictionary.cards(dictionary.definitions(words) if part == "definitions" else dictionary.reading(words), part)
