"""One case a rule: MJML that mrml would take without a word, or refuse without saying where."""

import pytest

from newsletter.letter.html.lint import lint

FONT = '<mj-attributes><mj-all font-family="Arial" /></mj-attributes>'


def document(column: str = "<mj-text>x</mj-text>", head: str = FONT, body: str = "", mjml: str = 'lang="sv" dir="ltr"') -> str:
    sections = body or f"<mj-section><mj-column>{column}</mj-column></mj-section>"
    return f"<mjml {mjml}><mj-head>{head}</mj-head><mj-body>{sections}</mj-body></mjml>"


FAULTS = [
    pytest.param(document("<mj-txt>x</mj-txt>"), "unknown-component", "<mj-txt>", id="a misspelt component is dropped"),
    pytest.param(document(body="<mj-column></mj-column>"), "misplaced", "<mj-column>", id="a column outside a section"),
    pytest.param(document(body="<mj-text>x</mj-text>"), "misplaced", "<mj-text>", id="an mj-text directly in the body"),
    pytest.param(document("<p>x</p>"), "misplaced", "<p>", id="HTML directly in a column"),
    pytest.param(document("<mj-text><mj-button>x</mj-button></mj-text>"), "misplaced", "<mj-button>", id="a component in text"),
    pytest.param(
        document("<mj-image alt='x' src='cid:x'><b>x</b></mj-image>"), "misplaced", "<b>", id="an image with children"
    ),
    pytest.param("<p>x</p>", "misplaced", "<p>", id="no mjml at all"),
    pytest.param(document("Borta"), "text-lost", "Borta", id="text directly in a column"),
    pytest.param(document("<mj-spacer>Borta</mj-spacer>"), "text-lost", "Borta", id="text in a spacer"),
    pytest.param(
        document('<mj-text colour="red">x</mj-text>'), "unknown-attribute", "<mj-text colour", id="a misspelt attribute"
    ),
    pytest.param(document('<mj-table role="none"></mj-table>'), "unknown-attribute", "<mj-table", id="one that mrml ignores"),
    pytest.param(document('<mj-text padding="0 24px">x</mj-text>'), "padding-without-unit", "<mj-text padding", id="padding 0"),
    pytest.param(
        document('<mj-text padding="1px  2px">x</mj-text>'), "padding-without-unit", "<mj-text padding", id="two blanks"
    ),
    pytest.param(document('<mj-text padding="24PX">x</mj-text>'), "padding-without-unit", "<mj-text padding", id="PX"),
    pytest.param(
        document('<mj-button inner-padding="0">x</mj-button>'), "padding-without-unit", "<mj-button", id="inner-padding 0"
    ),
    pytest.param(document(head=f'{FONT}<mj-style inline="inline">a{{}}</mj-style>'), "style-inline", "<mj-style", id="inline"),
    pytest.param(
        document('<mj-text color="red" color="blue">x</mj-text>'),
        "duplicate-attribute",
        'color="blue"',
        id="an attribute twice",
    ),
    pytest.param(document('<mj-text css-class="">x</mj-text>'), "empty-class", "<mj-text css-class", id="an empty css-class"),
    pytest.param(
        document(body='<mj-section full-width="false"></mj-section>'), "full-width", "<mj-section full", id="full-width false"
    ),
    pytest.param(document(body='<mj-hero mode="fluid-height"></mj-hero>'), "hero-mode", "<mj-hero", id="a fluid hero"),
    pytest.param(
        document(head=f"{FONT}<mj-html-attributes></mj-html-attributes>"), "component-refused", "<mj-html-attr", id="attributes"
    ),
    pytest.param(document('<mj-include path="x" />'), "component-refused", "<mj-include", id="mj-include"),
    pytest.param(document(head=f'{FONT}<mj-font name="x" href="y" />'), "component-refused", "<mj-font", id="mj-font"),
    pytest.param(document("<mj-social></mj-social>"), "component-refused", "<mj-social", id="icons of others"),
    pytest.param(document(head=""), "font-missing", "<mjml", id="no font for all"),
    pytest.param(
        document(head="<mj-attributes><mj-all /></mj-attributes>"), "font-missing", "<mjml", id="mj-all without a font"
    ),
    pytest.param(document(mjml=""), "language-missing", "<mjml", id="no language"),
    pytest.param(document('<mj-text mj-class="gone">x</mj-text>'), "unknown-class", "<mj-text", id="a class nobody defined"),
    pytest.param(
        document(head=f"{FONT}<mj-style>@media (width <= 4px) {{}}</mj-style>"), "not-mjml", "= 4px", id="less-than in CSS"
    ),
    pytest.param(document("<mj-text>a <!-- b -- c --> d</mj-text>"), "comment-dashes", "<!-- b", id="hyphens in a comment"),
    pytest.param(document("<mj-text>a <!-- b ---> d</mj-text>"), "comment-dashes", "<!-- b", id="three hyphens at its end"),
    pytest.param(document("<mj-text><p>a<p>b</p></mj-text>"), "unclosed-element", "<p>a", id="an unclosed element"),
    pytest.param(document("<mj-text>a<br>b</mj-text>"), "unclosed-element", "<br>", id="a br without a slash"),
    pytest.param(document("<mj-text><b>a</i></mj-text>"), "unclosed-element", "<b>", id="another name closes it"),
    pytest.param("<mjml><mj-body>", "unclosed-element", "<mj-body>", id="the end is missing"),
    pytest.param(document("<mj-text>5 < 6</mj-text>"), "not-mjml", "6", id="an unescaped less-than"),
    pytest.param(document("<mj-text>A & O</mj-text>"), "not-mjml", "O", id="an unescaped ampersand"),
    pytest.param(document("<mj-text><a href=x>a</a></mj-text>"), "not-mjml", "x>a", id="an attribute without quotes"),
    pytest.param("", "not-mjml", "", id="nothing at all"),
    pytest.param(document('<mj-image src="cid:x" />'), "alt-missing", "<mj-image", id="an image without alt"),
    pytest.param(document('<mj-text><img src="cid:x" /></mj-text>'), "alt-missing", "<img", id="an img without alt"),
    pytest.param(
        document('<mj-image src="https://x.example/a.png" alt="x" />'),
        "loaded-from-elsewhere",
        "<mj-image",
        id="a remote image",
    ),
    pytest.param(
        document('<mj-text><img src="cid:x" srcset="https://x" alt="" /></mj-text>'),
        "loaded-from-elsewhere",
        "<img",
        id="a remote srcset",
    ),
    pytest.param(
        document(body='<mj-section background-url="https://x"></mj-section>'),
        "loaded-from-elsewhere",
        "<mj-section",
        id="a remote background",
    ),
    pytest.param(
        document(head=f"{FONT}<mj-style>@import 'https://x';</mj-style>"), "loaded-from-elsewhere", "@import", id="an @import"
    ),
    pytest.param(
        document('<mj-text><p style="background:url(https://x)">a</p></mj-text>'), "loaded-from-elsewhere", "<p", id="a url()"
    ),
    pytest.param(
        document(head=f'{FONT}<mj-raw><link href="https://x" /></mj-raw>'),
        "element-refused",
        "<link",
        id="a linked style sheet",
    ),
    pytest.param(document("<mj-text><script>x</script></mj-text>"), "element-refused", "<script>", id="a script"),
    pytest.param(document('<mj-text><p onclick="x()">a</p></mj-text>'), "script", "<p onclick", id="an event handler"),
    pytest.param(document('<mj-button href="javascript:x()">a</mj-button>'), "script", "<mj-button", id="a script as a link"),
]


@pytest.mark.parametrize(("mjml", "code", "where"), FAULTS)
def test_a_fault_is_found_where_it_stands(mjml: str, code: str, where: str) -> None:
    found = {fault.code: fault for fault in lint(mjml)}

    assert code in found
    assert found[code].message
    assert mjml[found[code].offset :].lstrip().startswith(where)


def test_faultless_mjml_has_no_faults() -> None:
    column = (
        '<mj-text padding="0px 24px 1.5px">a&nbsp;b &shy; &#347; <b title="&nbsp;">c</b><br /><!-- d --></mj-text>'
        '<mj-image src="cid:x" alt="x" width="10px" /><mj-spacer height="4px" /><mj-divider border-width="1px" />'
        '<mj-button href="https://x.example/?a=1&amp;b=2" mj-class="big">Knapp</mj-button>'
        "<mj-table><tr><td>1</td></tr></mj-table>"
    )
    head = (
        '<mj-title>T</mj-title><mj-attributes><mj-all font-family="Arial" /><mj-class name="big" font-size="20px" />'
        '<mj-text color="red" /></mj-attributes><mj-style>.a > b { color: red; } @media (min-width: 3px) { }</mj-style>'
        '<mj-raw><meta name="a" content="b" /><!--[if mso]><style>td{}</style><![endif]--></mj-raw>'
    )

    assert lint(document(column, head)) == ()


def test_all_faults_are_found_at_once_in_their_order() -> None:
    found = lint(document('<mj-txt>x</mj-txt><mj-text colour="red">x</mj-text><p>x</p>', head=""))

    assert [fault.code for fault in found] == ["font-missing", "unknown-component", "unknown-attribute", "misplaced"]


def test_offsets_count_characters_not_bytes() -> None:
    (fault,) = lint(document("<mj-text>åäö€</mj-text><mj-txt>x</mj-txt>"))

    assert document("<mj-text>åäö€</mj-text><mj-txt>x</mj-txt>")[fault.offset :].startswith("<mj-txt>")


def test_a_near_name_is_suggested() -> None:
    (component,) = lint(document("<mj-txt>x</mj-txt>"))
    (attribute,) = lint(document('<mj-text colour="red">x</mj-text>'))

    assert "mj-text" in component.hint
    assert "color" in attribute.hint
