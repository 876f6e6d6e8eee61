"""The tool that keeps the catalogues: messages are written, changed, moved and deleted, and no Swedish is lost on the way."""

from pathlib import Path

import pytest

from newsletter.locale.catalogue import Conflict
from newsletter.locale.extraction import HEAD, Id, extract, files, read_translations, render

START = HEAD.format(subject="A room's words.")


def written(directory: Path, **rooms: str) -> Path:
    for room, entries in rooms.items():
        (directory / f"{room}.po").write_text(START + entries, encoding="utf-8")
    return directory


def entries(directory: Path, **rooms: set[Id]) -> dict[str, str]:
    made = files(rooms, read_translations(directory))
    return {room: render(room, catalogue).partition("\n\n")[2] for room, catalogue in made.items()}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('say(_("Sent."))', {"Sent."}),
        ('NAME = N_("Sent.")', {"Sent."}),
        ('say(ngettext("{n} letter", "{n} letters", n))', {("{n} letter", "{n} letters")}),
        ("say(f\"{_('Sent.')}: {path}\")", {"Sent."}),
        ('say(_("Sent "\n"twice."))', {"Sent twice."}),
        ("say(_(word))", set()),
        ('say("Sent.")', set()),
        ("for _ in range(3): pass", set()),
    ],
)
def test_what_the_code_says_is_found(code: str, found: set[Id], tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(code, encoding="utf-8")

    assert extract(tmp_path) == found


def test_a_message_that_moves_to_another_room_takes_its_swedish_along(tmp_path: Path) -> None:
    written(tmp_path, cli='msgid "Sent."\nmsgstr "Skickat."\n')

    assert entries(tmp_path, operations={"Sent."}) == {"operations": 'msgid "Sent."\nmsgstr "Skickat."\n'}


def test_a_message_of_two_rooms_stands_in_both(tmp_path: Path) -> None:
    written(tmp_path, cli='msgid "Sent."\nmsgstr "Skickat."\n')

    assert set(entries(tmp_path, cli={"Sent."}, web={"Sent."}).values()) == {'msgid "Sent."\nmsgstr "Skickat."\n'}


def test_a_changed_message_gets_the_swedish_of_the_former_to_look_through(tmp_path: Path) -> None:
    written(tmp_path, cli='msgid "The letter is sent."\nmsgstr "Brevet är skickat."\n')
    once = entries(tmp_path, cli={"The letter was sent."})
    written(tmp_path, **once)

    assert once["cli"] == '#, fuzzy\nmsgid "The letter was sent."\nmsgstr "Brevet är skickat."\n'
    assert entries(tmp_path, cli={"The letter was sent."}) == once, "nobody has looked it through yet"


def test_a_new_message_waits_for_its_swedish_and_one_that_is_gone_is_taken_away(tmp_path: Path) -> None:
    written(tmp_path, cli='msgid "Sent."\nmsgstr "Skickat."\n')

    assert entries(tmp_path, cli={"A wholly different matter."})["cli"] == 'msgid "A wholly different matter."\nmsgstr ""\n'


def test_the_order_is_the_alphabet_s_wherever_the_code_stands(tmp_path: Path) -> None:
    text = entries(tmp_path, cli={"b", "c", ("a", "as")})["cli"]

    assert [line for line in text.splitlines() if line.startswith("msgid ")] == ['msgid "a"', 'msgid "b"', 'msgid "c"']


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Sent."\nmsgstr "Skickat."\nmsgstr "Sänt."\n',
        '<<<<<<< ours\nmsgid "Sent."\nmsgstr "Skickat."\n>>>>>>> theirs\n',
        'msgid "Sent."\nmsgstr "Skickat."\n\nmsgid "Sent."\nmsgstr "Sänt."\n',
    ],
)
def test_two_versions_of_a_translation_are_never_chosen_between(entry: str, tmp_path: Path) -> None:
    written(tmp_path, cli=entry)

    with pytest.raises(Conflict, match=r"cli\.po"):
        read_translations(tmp_path)


def test_entries_that_a_merge_glued_together_are_read_as_two(tmp_path: Path) -> None:
    written(tmp_path, cli='msgid "Sent."\nmsgstr "Skickat."\nmsgid "Kept."\nmsgstr "Sparat."\n')

    assert set(read_translations(tmp_path)) == {"Sent.", "Kept."}
