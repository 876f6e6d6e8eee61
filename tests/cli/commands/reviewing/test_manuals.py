"""``handbook`` and ``explain``: what came with the program, for whoever sits at a terminal and for a pipe."""

import sys
import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from newsletter.cli.commands.reviewing import handbook_command
from tests.cli.conftest import Run
from tests.conftest import ROOT


def test_without_a_terminal_the_handbook_is_printed(newsletter: Run) -> None:
    done = newsletter("handbook")

    assert done.exit_code == 0
    assert done.stdout == (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")


class Terminal:
    """A standard output that a person sees."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def sit_at(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal from here on: what a fixture puts there, pytest takes away before the test begins."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    return terminal


def test_on_a_terminal_it_opens_in_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or True)

    terminal = sit_at(monkeypatch)
    handbook_command.main([], standalone_mode=False)

    (url,) = opened
    page = Path(unquote(urlsplit(url).path))
    text = page.read_text(encoding="utf-8")
    assert terminal.text == ""
    assert '<h2 id="kontrollera">Kontrollera</h2>' in text
    assert '<a href="kontroller.html">' in text
    assert '<h3 id="unknown-key">unknown-key</h3>' in (page.parent / "kontroller.html").read_text(encoding="utf-8")
    assert (page.parent / "pictures" / "letter.png").is_file()


def test_on_a_terminal_without_a_browser_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _url: False)

    terminal = sit_at(monkeypatch)
    handbook_command.main([], standalone_mode=False)

    assert terminal.text.startswith("# Handbok för redaktören")


def test_a_code_is_explained(newsletter: Run) -> None:
    done = newsletter("explain", "impossible-time")

    assert done.exit_code == 0
    assert done.stdout.startswith("impossible-time\n\nVarning. Ett klockslag som inte finns")
    assert done.stdout.endswith("Gör så här: Rätta klockslaget.\n")


@pytest.mark.parametrize("written", ["[impossible-time]", "Impossible-Time"])
def test_a_code_may_be_written_as_it_was_shown(written: str, newsletter: Run) -> None:
    assert newsletter("explain", written).stdout.startswith("impossible-time\n")


def test_of_an_unknown_code_the_nearest_is_suggested(newsletter: Run) -> None:
    done = newsletter("explain", "imposible-time")

    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == "Fel: Det finns ingen kod ”imposible-time”.\nMenade du ”impossible-time”?\n"


def test_where_no_code_is_near_the_command_that_shows_them_is_named(newsletter: Run) -> None:
    assert newsletter("explain", "xyzzy").stderr == "Fel: Det finns ingen kod ”xyzzy”.\n”newsletter check” visar koderna.\n"
