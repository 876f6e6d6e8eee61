"""No words for people stand outside the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "newsletter"
MODULES = sorted(PACKAGE.rglob("*.py"))
TRANSLATED = {"_", "ngettext", "N_"}

SAYS = {
    "say", "say_item", "note", "warn", "fail", "echo", "secho", "confirm", "prompt", "print", "write",
    "Refused", "Finding", "Diagnostic", "UsageError", "BadParameter", "ClickException", "PageAnswer", "Remark",
}  # fmt: skip
"""Calls whose texts reach people; of keywords, those below."""
SAID = {"help", "short_help", "epilog", "message", "hint", "reason", "description", "title", "options_metavar"}

SWEDISH = {
    "letter/": "the letter is written in Swedish",
    "editions/": "so are its other forms, and the reports on it",
    "model/choices.py": "the words that the editor writes",
    "model/swedish.py": "beginnings of words that stand in any title",
    "model/sections.py": "titles of the letter's sections",
    "model/settings.py": "boards and focus issues of a year without a plan",
    "source/answers/": "the form's headings and fields, and what mail programs put around it",
    "source/skeleton.py": "what stands in the files that the editor writes in",
    "source/suggestions.py": "Swedish names that are taken for keys",
    "source/text.py": "letters that spoilt Swedish is known by",
    "source/syntax.py": "the letters of a Swedish word that is taken for a key",
    "checks/dates.py": "words that ask the reader to do something by a day",
    "checks/inbox.py": "the names of quarters",
    "checks/language.py": "abbreviations that everybody knows, and words that explain others",
    "checks/leftovers.py": "notes to oneself, and the small words that are typed twice",
    "checks/links.py": "link texts that say nothing",
    "checks/names.py": "what boards are called",
    "checks/pictures.py": "words that describe no picture",
    "checks/promises.py": "words that measure time",
    "checks/recipients.py": "roles that are taken for names",
    "checks/swedish_dates.py": "days and months",
    "checks/wording.py": "placeholder text",
}
"""What holds words of the letters and of the YAML files, which are Swedish in every language: folders, and modules of a room by
their name, wherever in it they stand.
"""


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def bare_words(node: ast.AST) -> Iterator[str]:
    """Text with a word in it that stands outside every call to the catalogue, itself or within an expression."""
    if called(node) in TRANSLATED:
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and re.search(r"[^\W\d_]{2,} [^\W\d_]{2,}|^[A-ZÅÄÖ][a-zåäö]+[.:]?$", node.value):
            yield node.value
        return
    if isinstance(node, ast.Call):  # what is handed to another function is that function's matter
        yield from bare_words(node.func)
        return
    for child in ast.iter_child_nodes(node):
        yield from bare_words(child)


def said(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) in TRANSLATED:
            continue
        texts = [keyword.value for keyword in node.keywords if keyword.arg in SAID]
        texts += node.args if called(node) in SAYS else []
        for text in texts:
            yield from ((node.lineno, word) for word in bare_words(text))


def documented(tree: ast.AST) -> set[ast.AST]:
    """Docstrings, of attributes too: text alone in a statement."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_people_are_told_goes_through_the_catalogue(path: Path) -> None:
    assert list(said(ast.parse(path.read_text(encoding="utf-8")))) == []


def translated(tree: ast.AST) -> set[ast.AST]:
    """Message ids: English, with a word of the YAML files in it here and there."""
    calls = [node for node in ast.walk(tree) if called(node) in TRANSLATED]
    return {inner for call in calls for inner in ast.walk(call)}


def belongs(path: Path, place: str) -> bool:
    room, _, module = place.partition("/")
    inside = path.relative_to(PACKAGE)
    return name(path).startswith(place) if place.endswith("/") else (inside.parts[0], inside.name) == (room, module)


def is_swedish(path: Path) -> bool:
    return any(belongs(path, place) for place in SWEDISH)


def swedish(path: Path) -> list[tuple[int, str]]:
    """Text with a Swedish word in it; a letter by itself is an alphabet's, not anybody's word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    found = texts - documented(tree) - translated(tree)
    return sorted((node.lineno, node.value) for node in found if re.search(r"[åäö]\w|\w[åäö]", node.value.lower()))


@pytest.mark.parametrize("path", [path for path in MODULES if not is_swedish(path)], ids=name)
def test_no_swedish_stands_in_the_code(path: Path) -> None:
    assert swedish(path) == []


@pytest.mark.parametrize("place", SWEDISH)
def test_what_may_hold_swedish_does(place: str) -> None:
    assert [path for path in MODULES if belongs(path, place) and swedish(path)]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('say("The letter was sent.")', ["The letter was sent."]),
        ('say(f"{n} letters were sent.")', [" letters were sent."]),
        ('raise Refused(_("The letter."), "Try again now.")', ["Try again now."]),
        ('click.option("--yes", help="Answer yes.")', ["Answer yes."]),
        ('note("Done.")', ["Done."]),
        ('say(_("The letter was sent."))', []),
        ('say(_("{n} letters").format(n=n))', []),
        ('say(f"{file}: {text}")', []),
        ('say(words if words else _("No words."))', []),
    ],
)
def test_the_scan_finds_what_it_is_for(code: str, found: list[str]) -> None:
    assert [word for _, word in said(ast.parse(code))] == found
