"""What Jinja leaves between tags, made harmless before mrml drops or refuses it (as the parser of mrml 6.0.1 does)."""

import pytest
from mjml import mjml2html

from newsletter.letter.html.nodes import read_nodes
from newsletter.letter.html.normalise import normalise


def mjml(inner: str, head: str = "") -> str:
    return (
        f'<mjml lang="sv" dir="ltr"><mj-head>{head}</mj-head><mj-body><mj-section><mj-column>{inner}</mj-column></mj-section>'
        "</mj-body></mjml>"
    )


def shown(inner: str) -> str:
    return "".join(read_nodes(mjml2html(normalise(mjml(inner)), fonts={})).texts).strip()


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<mj-text><b>ett</b>\n<i>två</i></mj-text>", "ett två"),
        ("<mj-text><b>ett</b>\r\n<i>två</i></mj-text>", "ett två"),
        ("<mj-text><b>ett</b>\n\n  <i>två</i></mj-text>", "ett två"),
        ("<mj-text><b>ett</b> <i>två</i></mj-text>", "ett två"),
        ("<mj-text><b>ett</b><i>två</i></mj-text>", "etttvå"),
        ("<mj-text><b>ett</b>\n\u00a0<i>två</i></mj-text>", "ett \u00a0två"),
        ("<mj-text>ett\n<i>två</i>\ntre</mj-text>", "ett\ntvå\ntre"),
        ("<mj-text><span>ett</span>\n<a href='x'>två</a>\n<em>tre</em></mj-text>", "ett två tre"),
        ("<mj-text><pre><b>a</b>\n<i>b</i></pre></mj-text>", "a\nb"),
        ("<mj-table><tr>\n<td><b>a</b>\n<i>b</i></td>\n</tr></mj-table>", "a b"),
    ],
)
def test_no_word_is_glued_to_the_next(inner: str, expected: str) -> None:
    assert shown(inner) == expected


def test_mrml_alone_would_glue_them() -> None:
    """Why the normaliser is needed: the day this fails, it may go."""
    raw = mjml2html(mjml("<mj-text><b>ett</b>\n<i>två</i></mj-text>"), fonts={})

    assert "ett</b><i>två" in raw


@pytest.mark.parametrize(
    "head",
    [
        "<mj-title>x</mj-title>    <mj-raw><meta name='a' content='b' /></mj-raw>",
        "\r\n<mj-title>x</mj-title>\r\n",
        "<mj-attributes> <mj-all color='red' /> </mj-attributes>",
        " \t <mj-title>x</mj-title>",
    ],
)
def test_blanks_between_components_are_no_fault(head: str) -> None:
    source = mjml("<mj-text>x</mj-text>", head)

    with pytest.raises(ValueError, match="unexpected token"):
        mjml2html(source, fonts={})
    assert "x" in mjml2html(normalise(source), fonts={})


def test_blank_lines_around_the_document_and_between_sections_are_no_fault() -> None:
    assert shown("\n\n  <mj-text>a</mj-text>  \r\n <mj-text>b</mj-text> ") == "ab"


def test_style_sheets_and_comments_are_left_as_they_are() -> None:
    source = mjml("<mj-text>a <!-- b -->\n c</mj-text>", "<mj-style>.a { color: red; }\n\n.b > c { }</mj-style>")

    assert "<mj-style>.a { color: red; }\n\n.b > c { }</mj-style>" in normalise(source)
    assert "<!-- b -->" in normalise(source)


def test_normalising_twice_changes_nothing_more() -> None:
    source = mjml("\n<mj-text>\n<p>a</p>\n<b>b</b>\n<i>c</i> d\n</mj-text>\n")

    assert normalise(normalise(source)) == normalise(source)
