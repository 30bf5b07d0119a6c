"""What is shown holds no markup of a stranger's."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ui.show import literal

EVIL = '<img src="http://10.0.0.1/x.png" onerror=alert(1)>![x](http://10.0.0.1/)'


def page(text: str) -> None:
    from ui import show

    show.style()
    show.title(text, [(text, show.Tone.GOOD), (text, None)])
    show.banner(text, text, show.Tone.BREACH)
    with show.card("one"):
        show.tile(
            show.Tile(key="k", label=text, values=(show.Value(text=text, caption=text),), word=text, notes=(text,))
        )
        show.heading(text, text, show.Tone.WARNING)
    show.definition(text, text, text)
    show.notice([text])
    show.section(text, text)
    show.step(1, text, text)
    show.equation((text, text), [(text, text)])


def test_text_is_escaped_wherever_it_is_shown() -> None:
    app = AppTest.from_function(page, args=(EVIL,)).run(timeout=30)
    assert not app.exception
    shown = [element.proto.body for element in app.get("html")]
    assert len(shown) >= 9
    assert not any("<img" in html for html in shown)
    assert sum(html.count("&lt;img") for html in shown) >= 15


def test_nothing_is_added_when_there_is_nothing_to_say() -> None:
    def quiet() -> None:
        from ui import show

        show.notice([])

    assert not AppTest.from_function(quiet).run(timeout=30).get("html")


@pytest.mark.parametrize("text", ["![x](http://a)", "[a](b)", ":material/x:", "**b**", "`c`", "<b>", "$x$", "# h"])
def test_a_label_shows_markup_as_it_is_written(text: str) -> None:
    escaped = literal(text)
    assert escaped.replace("\\", "") == text
    assert "![" not in escaped and "](" not in escaped and "**" not in escaped
