"""Words, questions, masks and tables."""

import io

import click
import pytest
from click.testing import CliRunner

from newsletter.cli.output import confirm, say, say_item, table


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("j\n", True), ("JA\n", True), ("y\n", True), ("n\n", False), ("nej\n", False), ("no\n", False), ("\n", False)],
)
def test_yes_and_no_in_swedish(typed, answer):
    found = []

    @click.command
    def ask():
        found.append(confirm("Skriva över?"))

    result = CliRunner().invoke(ask, input=typed)

    assert found == [answer]
    assert "Skriva över? [j/N] " in result.output


def test_anything_else_is_asked_again():
    found = []

    @click.command
    def ask():
        found.append(confirm("Skriva över?", default=True))

    result = CliRunner().invoke(ask, input="kanske\nn\n")

    assert found == [False]
    assert "Skriva över? [J/n] " in result.output
    assert "Svara j eller n." in result.output


def test_a_question_that_nobody_answers_is_an_interruption():
    @click.command
    def ask():
        confirm("Skriva över?")

    assert CliRunner().invoke(ask, input="").exit_code == 1


def test_only_the_last_column_of_a_table_is_broken_into_lines(capsys):
    table(("Id", "Text"), [("2026-q3", "ord " * 25), ("q", "kort")])

    assert capsys.readouterr().out.splitlines() == [
        "Id       Text",
        "2026-q3  " + " ".join(["ord"] * 18),
        "         " + " ".join(["ord"] * 7),
        "q        kort",
    ]


def test_a_command_in_quotes_is_never_broken(capsys):
    say_item(f"{'ord ' * 17}”newsletter send 2026-q3”.")

    assert capsys.readouterr().out.splitlines() == ["* " + " ".join(["ord"] * 17), "  ”newsletter send 2026-q3”."]


def test_a_window_breaks_between_words_and_a_pipe_not_at_all(monkeypatch):
    class Window(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "20")
    text = "  Här är ”en lång” rad."
    for stream, told in ((Window(), "  Här är ”en lång”\n  rad.\n"), (io.StringIO(), f"{text}\n")):
        monkeypatch.setattr("sys.stdout", stream)
        say(text)

        assert stream.getvalue() == told


def test_a_table_of_nothing_has_its_heading(capsys):
    table(("Id", "Text"), [])

    assert capsys.readouterr().out == "Id  Text\n"
