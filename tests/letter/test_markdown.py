"""Each construct of Markdown in both editions (domain.md 4.5, 5.4; CommonMark 0.31 and tables)."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsletter.letter.markdown import inline_html, link_line, links, plain, to_html, to_text

CONSTRUCTS = {
    "paragraphs": ("Ett.\n\nTvå.", "<p>Ett.</p><p>Två.</p>", "Ett.\n\nTvå."),
    "a wrapped line": ("Ett\nstycke.", "<p>Ett stycke.</p>", "Ett stycke."),
    "bold and italic": ("**Fet** och *kursiv*", "<p><strong>Fet</strong> och <em>kursiv</em></p>", "Fet och kursiv"),
    "bold beside italic": ("**Fet**\n*kursiv*", "<p><strong>Fet</strong> <em>kursiv</em></p>", "Fet kursiv"),
    "a hard break": ("Ett\\\ntvå", "<p>Ett<br />två</p>", "Ett\ntvå"),
    "escaped signs": (r"\*inte kursiv\* & <b>", "<p>*inte kursiv* &amp; &lt;b&gt;</p>", "*inte kursiv* & <b>"),
    "bullets": ("- ett\n- två", "<ul><li>ett</li><li>två</li></ul>", "* ett\n* två"),
    "loose bullets": ("- ett\n\n- två", "<ul><li><p>ett</p></li><li><p>två</p></li></ul>", "* ett\n\n* två"),
    "numbers": ("1. ett\n2. två", "<ol><li>ett</li><li>två</li></ol>", "1. ett\n2. två"),
    "numbers from seven": ("7. ett\n8. två", '<ol start="7"><li>ett</li><li>två</li></ol>', "7. ett\n8. två"),
    "a list in a list": (
        "1. ett\n   - a\n   - b\n2. två",
        "<ol><li>ett<ul><li>a</li><li>b</li></ul></li><li>två</li></ol>",
        "1. ett\n   * a\n   * b\n2. två",
    ),
    "a quotation": ("> Ett.\n>\n> Två.", "<blockquote><p>Ett.</p><p>Två.</p></blockquote>", "> Ett.\n>\n> Två."),
    "code": ('Skriv `"a" - b`', "<p>Skriv <code>&quot;a&quot; - b</code></p>", 'Skriv "a" - b'),
    "a block of code": (
        "```\n<a> ...\n\n  b\n```",
        "<pre><code>&lt;a&gt; ...<br /><br />  b</code></pre>",
        "    <a> ...\n\n      b",
    ),
    "a rule": ("Ett\n\n---\n\nTvå", "<p>Ett</p><hr /><p>Två</p>", "Ett\n\n* * *\n\nTvå"),
    "an autolink": (
        "<https://a.example/b>",
        '<p><a class="address" href="https://a.example/b">https://a.example/b</a></p>',
        "https://a.example/b",
    ),
    "a bare address": (
        "Se https://a.example/b. Klart",
        '<p>Se <a class="address" href="https://a.example/b">https://a.example/b</a>. Klart</p>',
        "Se https://a.example/b. Klart",
    ),
    "a bare mail address": (
        "Mejla (kansli@a.example)!",
        '<p>Mejla (<a href="mailto:kansli@a.example">kansli@a.example</a>)!</p>',
        "Mejla (kansli@a.example)!",
    ),
    "a mail link": (
        "Mejla [kansli@a.example](mailto:kansli@a.example).",
        '<p>Mejla <a href="mailto:kansli@a.example">kansli@a.example</a>.</p>',
        "Mejla kansli@a.example.",
    ),
    "a link in a text": (
        "Se [kalkylen](https://a.example/k) och [**motionen**](https://a.example/m).",
        '<p>Se <a href="https://a.example/k">kalkylen</a> och <a href="https://a.example/m"><strong>motionen</strong></a>.</p>',
        "Se kalkylen och motionen.\nKalkylen: https://a.example/k\nMotionen: https://a.example/m",
    ),
    "a link alone": (
        "[Läs hela genomgången](https://a.example/g)",
        '<p><a href="https://a.example/g">Läs hela genomgången</a></p>',
        "Läs hela genomgången: https://a.example/g",
    ),
    "an image": (
        "![alt](https://a.example/b.png)",
        "<p>![alt](https://a.example/b.png)</p>",
        "![alt](https://a.example/b.png)",
    ),
    "indented text": ("Ett\n\n    två", "<p>Ett</p><p>två</p>", "Ett\n\ntvå"),
}


@pytest.mark.parametrize(("written", "html", "text"), CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_every_construct_in_both_editions(written: str, html: str, text: str) -> None:
    assert to_html(written).replace("\u00a0", " ") == html
    assert to_text(written).replace("\u00a0", " ") == text


TABLE = """\
| Område | 2026 | 2027 |
|---|---:|:-:|
| Primärvård | 1 310 mnkr | 1 352 mnkr |
| [Kultur](https://a.example/k) | | "211" |
"""


def test_a_table_has_scoped_headings_and_its_own_alignment() -> None:
    assert to_html(TABLE).replace("\u00a0", "~") == (
        '<table><thead><tr><th scope="col">Område</th><th style="text-align:right" scope="col">2026</th>'
        '<th style="text-align:center" scope="col">2027</th></tr></thead><tbody><tr><td>Primärvård</td>'
        '<td style="text-align:right">1~310~mnkr</td><td style="text-align:center">1~352~mnkr</td></tr>'
        '<tr><td><a href="https://a.example/k">Kultur</a></td><td style="text-align:right"></td>'
        '<td style="text-align:center">”211”</td></tr></tbody></table>'
    )


def test_a_table_is_read_line_by_line() -> None:
    assert to_text(TABLE).replace("\u00a0", " ").split("\n") == [
        "Tabell: Område, 2026, 2027",
        "Primärvård: 1 310 mnkr (2026), 1 352 mnkr (2027)",
        "Kultur: ”211” (2027)",
        "Kultur: https://a.example/k",
    ]


def test_headings_start_where_they_are_put_and_skip_nothing() -> None:
    written = "## A\n\n#### B\n\n# C\n\n### D"

    assert to_html(written) == "<h3>A</h3><h4>B</h4><h3>C</h3><h4>D</h4>"
    assert to_html(written, heading_level=2) == "<h2>A</h2><h3>B</h3><h2>C</h2><h3>D</h3>"
    assert to_html("# A\n\n## B\n\n### C", heading_level=5) == "<h5>A</h5><h6>B</h6><h6>C</h6>"
    assert to_text(written) == "A\n~\n\nB\n~\n\nC\n~\n\nD\n~"


def test_typography_reaches_across_bold_and_links() -> None:
    assert to_html('"**Kom** nu" den 12 **mars** - [se "mer"](https://a.example/b)') == (
        '<p>”<strong>Kom</strong> nu” den 12\u00a0<strong>mars</strong>\u00a0– <a href="https://a.example/b">se ”mer”</a></p>'
    )


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "/bara/sökväg",
        "ftp://a.example",
    ],
)
def test_links_to_anything_but_web_and_mail_are_text(target: str) -> None:
    html = to_html(f"[klicka]({target}) <{target}>")

    assert "<a" not in html
    assert "klicka" in html
    assert links(f"[klicka]({target})") == ()


def test_html_is_text() -> None:
    html = to_html(
        '<script>alert(1)</script>\n\nEtt <img src=x onerror=alert(1)> <!-- k -->\n\n[a](https://a.example/"onclick=x)'
    )

    assert not re.search(r"<(script|img|!--)", html)
    assert "&lt;script&gt;" in html


def test_links_are_listed_with_their_texts() -> None:
    written = "Se [**hela** kalkylen](https://a.example/k), <https://b.example> och kansli@c.example."

    assert links(written) == (
        ("hela kalkylen", "https://a.example/k"),
        ("https://b.example", "https://b.example"),
        ("kansli@c.example", "mailto:kansli@c.example"),
    )


def test_a_link_is_one_line_and_says_nothing_twice() -> None:
    assert link_line("Läs hela genomgången", "https://a.example/g") == "Läs hela genomgången: https://a.example/g"
    assert link_line("https://a.example/g", "https://a.example/g") == "https://a.example/g"
    assert link_line("kansli@a.example", "mailto:kansli@a.example") == "kansli@a.example"
    assert link_line("Boka ett besök", "mailto:kansli@a.example?subject=F%C3%B6reningsbes%C3%B6k") == (
        "Boka ett besök: kansli@a.example (ämne: Föreningsbesök)"
    )
    both = "mailto:kansli@a.example?subject=Bes%C3%B6k&body=Hej%21%0D%0AVi%20vill%20+ha%20bes%C3%B6k.&bcc=x@a.example"
    assert link_line("Boka", both) == "Boka: kansli@a.example (ämne: Besök; text: Hej! Vi vill +ha besök.)"


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/väntetider",
        "https://a.example/?år=2026",
        "https://värmland.example/å",
        "https://värmland.example",
        "https://sv.a.example/wiki/Vård_(medicin)",
    ],
)
@pytest.mark.parametrize("written", ["{}", "<{}>", "[{0}]({0})"])
def test_an_address_with_letters_of_its_own_is_not_said_twice(address: str, written: str) -> None:
    assert to_text(written.format(address)) == address


def test_a_bare_address_takes_its_own_parentheses_and_not_those_around_it() -> None:
    assert links("(https://a.example/b_(c)).") == (("https://a.example/b_(c)", "https://a.example/b_(c)"),)
    assert links("(se https://a.example/b)") == (("https://a.example/b", "https://a.example/b"),)


def test_text_is_wrapped_at_72_and_never_inside_an_address_or_at_a_no_break_space() -> None:
    address = "https://a.example/" + "lang-" * 20
    lines = to_text(f"{'ord ' * 16}1 310 mnkr och hälso- och sjukvården, se {address} nu").split("\n")

    assert lines == [
        "ord " * 15 + "ord",
        "1\u00a0310\u00a0mnkr och hälso- och sjukvården, se",
        address,
        "nu",
    ]


def test_a_long_list_item_hangs_under_its_own_text() -> None:
    assert to_text("10. " + "ordet " * 14).split("\n") == ["10. " + "ordet " * 10 + "ordet", "    ordet ordet ordet"]


def test_inline_markdown_has_no_block_around_it() -> None:
    assert inline_html("**1. maj** - [nu](https://a.example)") == (
        '<strong>1. maj</strong>\u00a0– <a href="https://a.example">nu</a>'
    )
    assert inline_html("1. maj") == "1. maj"


def test_plain_words_for_the_inbox() -> None:
    assert plain("**Ett**\n*två* [tre](https://a.example)\n\n- fyra") == "Ett två tre fyra"


@given(st.text(alphabet=" \nab*_`[]()<>#-1.!\\\"'&;:/å~", max_size=60))
@settings(max_examples=300)
def test_whatever_is_written_is_well_formed_and_says_the_same_in_both_editions(written: str) -> None:
    html = to_html(written)

    def letters(text: str) -> str:
        return re.sub("[^abå]", "", text)

    fragment = etree.fromstring(f"<div>{html}</div>")
    assert not re.search(r">\s*\n\s*<", html)
    assert letters("".join(fragment.itertext())) == letters(to_text(written))


SIGNS = st.sampled_from(["*", "**", "_", "__"])
NUMBERS = st.integers(min_value=0, max_value=9999)


@given(NUMBERS, SIGNS, NUMBERS, NUMBERS, SIGNS, NUMBERS)
def test_a_sign_between_digits_is_printed(a: int, one: str, b: int, c: int, two: str, d: int) -> None:
    written = f"Det tog {a}{one}{b} ting, sedan {c}{two}{d}."

    assert to_html(written) == f"<p>{written}</p>"
    assert to_text(written) == written


def test_emphasis_beside_digits_is_emphasis() -> None:
    assert to_html("**12** och *3*4 och 5*6*") == "<p><strong>12</strong> och <em>3*4 och 5*6</em></p>"
