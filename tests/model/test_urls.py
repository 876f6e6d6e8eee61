"""What Python refuses in several ways is here no URL."""

import ast
from pathlib import Path

import pytest

from newsletter.model.urls import follow, host_of, port_is_wrong, split_url, without_fragment
from tests.conftest import ROOT

HOSTILE = [
    "https://[::1",
    "http://[",
    "https://a]",
    "https://a:99999",
    "https://a:x",
    "//[",
    "https://\u2100.se",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_words_are_a_fault(text: str) -> None:
    assert split_url(text) is None
    assert host_of(text) == ""
    assert without_fragment(f"{text}#a") == text
    assert isinstance(follow("https://example.org/a", text), str)
    assert isinstance(port_is_wrong(text), bool)


def test_the_parts_of_a_url() -> None:
    parts = split_url("https://kim@Example.org:8443/a?b#c")

    assert parts
    assert (parts.hostname, parts.port, parts.username) == ("example.org", 8443, "kim")
    assert follow("https://example.org/a/b", "../c") == "https://example.org/c"
    assert port_is_wrong("https://example.org:99999")
    assert not port_is_wrong("https://[::1")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "newsletter").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_every_url_goes_through_one_reader(path: Path) -> None:
    names = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "urllib.parse"
        for alias in node.names
    }

    assert path.name == "urls.py" or not names & {"urlsplit", "urlparse", "urljoin", "urldefrag"}
