"""A long regular expression is laid out: verbose, with a comment beside what it finds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "newsletter"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 80
MARKS = re.compile(r"\(\?[:P=!<]|\\[bdswBDSWAZ]|\[\^")
"""What words for people do not hold."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each text of the code that is not documentation, with what stands between an f-string's braces left out."""
    documentation = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if node not in documentation | parts:
                yield node.lineno, text
            case ast.JoinedStr(values=values):
                yield node.lineno, "".join(str(part.value) for part in values if isinstance(part, ast.Constant))


def tangled(code: str) -> list[int]:
    """The lines where an expression that is too long begins, and has neither lines nor comments."""
    return [
        line
        for line, text in literals(ast.parse(code))
        if len(text) > LONGEST and MARKS.search(text) and not re.search(r"\n.* # ", text)
    ]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_long_expression_says_what_each_part_of_it_finds(path: Path) -> None:
    assert tangled(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (f're.compile(r"\\b(?:{"a|" * 40})")', [1]),
        (f're.compile(rf"\\b(?:{{words}}{"a|" * 40})")', [1]),
        (f're.compile(r"""\n    \\b{"a" * 80}  # many\n""", re.VERBOSE)', []),
        (f're.compile(r"""\n    \\b{"a" * 80}\n""", re.VERBOSE)', [1]),
        (f're.compile(r"\\b{"a" * 78}")', []),
        (f're.compile(r"\\b{"a" * 79}")', [1]),
        (f'say(_("{"many words " * 10}"))', []),
        (f'"""{"A docstring about (?:a|b). " * 5}"""', []),
    ],
    ids=range(8),
)
def test_the_search_finds_what_it_is_for(code: str, lines: list[int]) -> None:
    assert tangled(code) == lines
