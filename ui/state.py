"""The only home of Streamlit's session state and address. Elsewhere a page sees a `View`.

The address is the truth: a widget writes its choice there, so a copied link reopens the same page. A change of page
empties the address, so the last choices are also kept in the session and put back.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from charts.words import LANGUAGES
from ui.view import KEYS, Asked, language

_ASKED = "vigie-asked"
_PAGE = "vigie-page"
_DONE = "vigie-done"


def asked(page: str) -> Asked:
    """What the address of this page asks for, by key."""
    address = {key: tuple(st.query_params.get_all(key)) for key in KEYS if key in st.query_params}
    if not address and st.session_state.get(_PAGE, page) != page:
        address = {key: values for key, values in st.session_state.get(_ASKED, {}).items() if key in KEYS}
        st.query_params.update({key: list(values) for key, values in address.items()})
    st.session_state[_PAGE] = page
    st.session_state[_ASKED] = address
    return address


def chosen(key: str) -> str:
    """What the address says of a choice that is this page's own; "" where it says nothing."""
    return str(st.query_params.get(key, ""))


def chosen_language() -> str:
    """The language of the address, else of the browser."""
    stored = st.session_state.get(_ASKED, {}).get("lang", ())
    wanted = tuple(st.query_params.get_all("lang")) or stored
    return language({"lang": wanted}, st.context.headers.get("Accept-Language") or "", LANGUAGES)


def ask(key: str, values: Iterable[str]) -> None:
    """Write a choice into the address; no values takes the key out."""
    kept = [value for value in values if value]
    if kept:
        st.query_params[key] = kept
    else:
        st.query_params.pop(key, None)
    st.session_state[_ASKED] = {**st.session_state.get(_ASKED, {}), key: tuple(kept)}


def seeded(key: str, value: object) -> str:
    """The name of the widget for `key`, showing `value` at first."""
    name = f"vigie-{key}"
    st.session_state[name] = value
    return name


def keep(key: str) -> None:
    """Take a widget's choice into the address; a widget's callback."""
    value = st.session_state[f"vigie-{key}"]
    ask(key, [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value or "")])


def done() -> tuple[int, ...]:
    """The imports taken in this session; a new one gives the page new, empty inputs."""
    return tuple(st.session_state.get(_DONE, ()))


def take_note(number: int) -> None:
    """Remember that an import was taken in."""
    st.session_state[_DONE] = (*done(), number)
