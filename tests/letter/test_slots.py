"""Slots: found wherever a template may put them, refused elsewhere, and filling them equals rendering directly."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsletter.letter import HtmlSlot, Slot, SlotParagraph, fill
from newsletter.letter.compile import compile_content
from newsletter.letter.compile.html import compile_html
from newsletter.letter.compile.issue import template_view
from newsletter.letter.content import html_to_parts, marker, pieces
from newsletter.letter.html.nodes import read_nodes, slots_out_of_place
from newsletter.letter.letters import fill_html, fill_text, slot_values
from newsletter.model.addresses import MailAddress
from newsletter.model.issue import Issue
from newsletter.model.recipients import Addressee
from newsletter.model.settings import Settings
from newsletter.model.values import line_of
from tests.letter.conftest import addressee

NAME = marker(Slot.NAME)


def _is_line(text: str) -> bool:
    """What the model lets through as one line, exactly as it is."""
    try:
        return str(line_of(text)) == text
    except ValueError:
        return False


lines = st.text(min_size=1, max_size=60).filter(_is_line)
hostile = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "A & O",
        "&amp; &lt;",
        '"onload="x',
        "O'Brien",
        "{{ 7*7 }}",
        "{% raw %}",
        "{contact} {name}",
        "</mj-text><mj-button>",
        "<!-- -->",
        "]]>",
        "Å" * 300,
        "mellan\u00a0slag",
        "<![endif]-->",
        "$&\\1",
    ]
)


@pytest.mark.slow
@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(name=lines | hostile, municipality=lines | hostile, contact=lines | hostile)
@example(name="<b>", municipality="&", contact='"')
@example(name="Kil-Forshaga", municipality="9–15&'", contact="Lars-Ove")
def test_filling_equals_rendering_directly(
    name: str, municipality: str, contact: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    """MJML, inlining and all: as if the letter had been rendered for this addressee alone."""
    issue = small(greeting="Hej {contact} hos {name} i {municipality}!")
    reader = Addressee("x", name, municipality, MailAddress("a", "b.example"), (contact,), addressee().format)
    content = compile_content(issue, settings, tmp_path)
    values = {str(slot): value for slot, value in slot_values(content, reader).items()}

    direct = compile_html(template_view(issue, settings, tmp_path, values), tmp_path)

    assert fill(content, reader).html == direct


@given(value=lines | hostile)
def test_a_value_is_text_in_text_and_in_attributes(value: str) -> None:
    parts = html_to_parts(f'<p title="{NAME}">{NAME}</p>')

    nodes = read_nodes(fill_html(parts, {Slot.NAME: value}))

    assert "".join(nodes.texts) == value
    assert nodes.values[0] == value


@given(st.lists(st.sampled_from([*Slot, "text", "<b>", " "])))
def test_cutting_keeps_everything(written: list[str | Slot]) -> None:
    text = "".join(marker(piece) if isinstance(piece, Slot) else piece for piece in written)

    assert "".join(marker(piece) if isinstance(piece, Slot) else piece for piece in pieces(text)) == text


def test_a_slot_knows_whether_it_stands_in_an_attribute() -> None:
    assert html_to_parts(f'<p title="{NAME}">{NAME}</p>') == (
        '<p title="',
        HtmlSlot(Slot.NAME, quoted=True),
        '">',
        HtmlSlot(Slot.NAME),
        "</p>",
    )


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<p>Hej {NAME}</p>", id="amid-a-text"),
        pytest.param(f"<p>{NAME}{NAME}</p>", id="two-in-one-text"),
        pytest.param(f'<a href="mailto:{NAME}">x</a>', id="amid-an-attribute"),
        pytest.param(f"<!-- {NAME} -->", id="in-a-comment"),
        pytest.param(f"<style>{NAME}</style>", id="in-a-style-sheet"),
        pytest.param(f"<style>p{{}}</style><style>.{NAME}{{}}</style>", id="amid-a-style-sheet"),
    ],
)
def test_a_slot_that_is_not_a_whole_text_is_refused(html: str) -> None:
    assert slots_out_of_place(read_nodes(html))


@pytest.mark.parametrize("html", [f"<p>Hej <b>{NAME}</b>.</p>", f"<p> {NAME}\n</p>", f'<p title="{NAME}">x</p>'])
def test_a_slot_that_is_a_whole_text_or_value_is_not(html: str) -> None:
    assert slots_out_of_place(read_nodes(html)) == ()


def test_lines_of_text_with_slots_are_broken_after_filling() -> None:
    parts = ("Först.\n", SlotParagraph(("Du är kontaktperson för ", Slot.NAME, ".")), "\nSist.\n")

    filled = fill_text(parts, {Slot.NAME: "Vänsterpartiet " + "i alla kommuner " * 4})

    assert filled.startswith("Först.\nDu är kontaktperson för Vänsterpartiet")
    assert filled.endswith(".\nSist.\n")
    assert max(map(len, filled.splitlines())) <= 72
    assert len(filled.splitlines()) == 4


def test_equal_addressees_get_equal_letters(small: Callable[..., Issue], settings: Settings, tmp_path: Path) -> None:
    content = compile_content(small(), settings, tmp_path)

    assert fill(content, addressee()) == fill(content, addressee())
    assert fill(content, addressee()) != fill(content, addressee("Vänsterpartiet Eda"))
