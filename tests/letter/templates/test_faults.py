"""A fault in a template is told by the template's file and line, whatever finds it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.letter import fill
from newsletter.letter.compile import compile_content
from newsletter.letter.compile.html import _faults_of_lost_text, mjml_to_html
from newsletter.letter.html.nodes import read_nodes
from newsletter.letter.templates import environment_for
from newsletter.letter.templates.files import program_templates
from newsletter.model.diagnostics import Invalid
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from tests.letter.conftest import addressee

DECISIONS = "sections/decisions.mjml.j2"
AFTER = "</div>\n"


@pytest.fixture
def issue(sample: Callable[[str], Issue]) -> Issue:
    return sample("2026-q3")


def with_template(directory: Path, name: str, change: Callable[[str], str]) -> int:
    """A workspace's own copy of a shipped template, changed; the line that the change begins on."""
    shipped = (program_templates() / name).read_text(encoding="utf-8")
    changed = change(shipped)
    assert changed != shipped
    own = directory / "templates" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(changed, encoding="utf-8")
    pairs = zip(f"{shipped}\n".splitlines(), f"{changed}\n".splitlines(), strict=False)
    return next(number for number, (before, after) in enumerate(pairs, 1) if before != after)


def found(issue: Issue, settings: Settings, directory: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(Invalid) as raised:
        compile_content(issue, settings, directory)
    return [(one.file, one.line, one.code) for one in raised.value.diagnostics]


@pytest.mark.parametrize(
    ("added", "code"),
    [
        ("<p>oavslutat", "unclosed-element"),
        ("<mj-txt>x</mj-txt>", "unknown-component"),
        ('<img src="https://example.org/spion.png" alt="" />', "loaded-from-elsewhere"),
        ("5 < 6", "not-mjml"),
        ("<p>Hej {{ slots.name }}</p>", "slot-misplaced"),
        ("{{ okänd }}", "template-fault"),
        ("{{ issue.titel }}", "template-fault"),
        ("{{ 1 / 0 }}", "template-fault"),
        ('{{ "a" + 1 }}', "template-fault"),
        ("{{ range(1000000) | length }}", "template-fault"),
        ("{{ ''.__class__.__mro__ }}", "template-fault"),
        ("{{ cycler.__init__.__globals__.os.popen('id') }}", "template-fault"),
        ("{{ issue.sections.append(1) }}", "template-fault"),
        ('{% include "finns-inte.j2" %}', "template-fault"),
        ("{% if %}", "jinja-syntax"),
        ("{{ }}", "jinja-syntax"),
        ("{% endfor %}", "jinja-syntax"),
    ],
)
def test_the_line_that_was_written_is_the_line_that_is_named(
    added: str, code: str, issue: Issue, settings: Settings, tmp_path: Path
) -> None:
    line = with_template(tmp_path, DECISIONS, lambda text: text.replace(AFTER, f"{AFTER}{added}\n"))

    faults = found(issue, settings, tmp_path)

    assert (f"templates/{DECISIONS}", line, code) in faults


@pytest.mark.slow
@pytest.mark.parametrize(
    ("added", "reason"),
    [
        ("{{ okänd }}", "”okänd” betyder ingenting här."),
        ("{{ issue.titel }}", "”titel” betyder ingenting här."),
        ("{{ none.titel }}", "”titel” betyder ingenting här."),
        ("{{ 1 / 0 }}", "Den delar med noll."),
        ('{{ "a" + 1 }}', "Den anropar eller lägger ihop sådant som inte hör ihop."),
        ("{{ cycler() }}", "Värdet går inte att räkna fram."),
        ("{{ range(1000000) }}", "Ett intervall rymmer högst 100 000 tal."),
        ("{{ ''.__class__ }}", "Mallar får inte använda ”__class__”."),
        (f'{{% include "{DECISIONS}" %}}', "Den tar in sig själv utan slut."),
        ("{% endfor %}", "”endfor” avslutar inget som är öppet."),
        ("{% visa %}", "Det finns ingen tagg som heter ”visa”."),
        ("{{ 1 | stor }}", "Det finns inget filter som heter ”stor”."),
        ("{{ 1 }", "”}” kan inte stå här."),
        ("{{ a b }}", "”b” kommer där ”}}” skulle stå."),
        ("{% if %}", "Det står inget före ”%}”, där det skulle vara ett värde."),
        ("{# glömd", "”comment” avslutas aldrig."),
        ("{% raw %}", "”raw” avslutas aldrig."),
    ],
)
def test_what_jinja_has_to_say_is_said_in_our_words(
    added: str, reason: str, issue: Issue, settings: Settings, tmp_path: Path
) -> None:
    line = with_template(tmp_path, DECISIONS, lambda text: text.replace(AFTER, f"{AFTER}{added}\n"))

    with pytest.raises(Invalid) as raised:
        compile_content(issue, settings, tmp_path)

    (fault,) = raised.value.diagnostics
    assert (fault.file, fault.line) == (f"templates/{DECISIONS}", line)
    assert fault.message.partition(". ")[0] in {"Mallen går inte att fylla i", "Mallen går inte att läsa"}
    assert fault.message.partition(". ")[2] == reason


@pytest.mark.parametrize("name", ["base.mjml.j2", "_parts.mjml.j2", "_ending.mjml.j2", "sections/article.mjml.j2"])
def test_every_file_names_itself(name: str, issue: Issue, settings: Settings, tmp_path: Path) -> None:
    line = with_template(tmp_path, name, lambda text: text.replace("<mj-text", '<mj-text oklart="x"', 1))

    assert (f"templates/{name}", line, "unknown-attribute") in found(issue, settings, tmp_path)


@pytest.mark.parametrize("name", ["text/decisions.txt.j2", "inline.css.j2", "issue.txt.j2"])
def test_so_do_those_of_text_and_styles(name: str, issue: Issue, settings: Settings, tmp_path: Path) -> None:
    line = with_template(tmp_path, name, lambda text: f"{text}{{{{ okänd }}}}\n")

    assert found(issue, settings, tmp_path) == [(f"templates/{name}", line, "template-fault")]


def test_a_fault_in_a_shared_part_says_who_called_it(issue: Issue, settings: Settings, tmp_path: Path) -> None:
    with_template(tmp_path, DECISIONS, lambda text: text.replace("text(item.text)", "text(item.textt)"))

    with pytest.raises(Invalid) as raised:
        compile_content(issue, settings, tmp_path)

    (fault,) = raised.value.diagnostics
    assert fault.file == "templates/_parts.mjml.j2"
    assert f"templates/{DECISIONS}:" in fault.hint


def test_a_fault_met_many_times_is_told_once(issue: Issue, settings: Settings, tmp_path: Path) -> None:
    line = with_template(
        tmp_path, DECISIONS, lambda text: text.replace('<p class="verdict">', '<p class="verdict" onclick="x">')
    )

    assert found(issue, settings, tmp_path) == [(f"templates/{DECISIONS}", line, "script")]


def test_what_mjml_drops_although_the_linter_passed_it_is_seen() -> None:
    """The last net: every text of the MJML must stand in the HTML."""
    before = read_nodes("<mj-text>Kvar <b>och borta</b></mj-text>")
    after = read_nodes("<p>Kvar <b></b></p>")

    assert [fault.code for fault in _faults_of_lost_text("Kvar och borta", before, after)] == ["text-lost"]
    assert list(_faults_of_lost_text("", before, before)) == []


def test_a_template_that_is_not_utf_8_is_told_by_its_line(issue: Issue, settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "templates" / DECISIONS
    own.parent.mkdir(parents=True)
    own.write_bytes("<p>\nå\n".encode("latin-1"))

    assert found(issue, settings, tmp_path) == [(f"templates/{DECISIONS}", 2, "not-utf-8")]


def test_a_link_out_of_the_folder_is_refused(issue: Issue, settings: Settings, tmp_path: Path) -> None:
    outside = tmp_path / "hemlig.txt"
    outside.write_text("hemligt", encoding="utf-8")
    own = tmp_path / "ws" / "templates" / DECISIONS
    own.parent.mkdir(parents=True)
    own.symlink_to(outside)

    assert found(issue, settings, tmp_path / "ws") == [(f"templates/{DECISIONS}", 1, "template-outside")]


def test_a_template_upwards_is_not_found(issue: Issue, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "hemlig.txt").write_text("hemligt", encoding="utf-8")
    line = with_template(tmp_path, DECISIONS, lambda text: text.replace(AFTER, f'{AFTER}{{% include "../hemlig.txt" %}}\n'))

    assert found(issue, settings, tmp_path) == [(f"templates/{DECISIONS}", line, "template-fault")]


def test_a_workspace_s_own_template_is_used_and_followed_when_it_changes(
    issue: Issue, settings: Settings, tmp_path: Path
) -> None:
    def said(word: str) -> bool:
        return word in str(fill(compile_content(issue, settings, tmp_path), addressee()).html)

    with_template(tmp_path, DECISIONS, lambda text: text.replace(AFTER, f"{AFTER}<p>Första</p>"))
    assert said("Första")
    with_template(tmp_path, DECISIONS, lambda text: text.replace(AFTER, f"{AFTER}<p>Andra</p>"))
    assert said("Andra")
    assert not said("Första")
    (tmp_path / "templates" / DECISIONS).unlink()
    assert not said("Andra")


def test_a_template_saved_by_windows_gives_the_same_letter(issue: Issue, settings: Settings, tmp_path: Path) -> None:
    plain = compile_content(issue, settings, tmp_path)
    for template in program_templates().rglob("*.j2"):
        own = tmp_path / "templates" / template.relative_to(program_templates())
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(b"\xef\xbb\xbf" + template.read_bytes().replace(b"\n", b"\r\n"))

    assert compile_content(issue, settings, tmp_path) == plain


def test_mrml_has_one_error_and_it_is_never_met_without_a_place() -> None:
    with pytest.raises(ValueError, match="position"):
        mjml_to_html("<mjml><mj-head> <mj-title>x</mj-title></mj-head></mjml>", "")


def test_the_sandbox_is_immutable_and_names_are_strict(tmp_path: Path) -> None:
    made = environment_for(tmp_path)

    assert made.is_async is False
    assert made.undefined.__name__ == "StrictUndefined"
    assert made.autoescape("sections/x.mjml.j2") is True
    assert made.autoescape("x.txt.j2") is False
    assert made.autoescape("x.css.j2") is False
