"""The Swedish catalogue is complete, and holds nothing else."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from newsletter.locale.catalogue import MESSAGES, Conflict, build, merge_catalogues
from newsletter.locale.extraction import files, messages_by_room, read_translations, render

PO_FILES = sorted(MESSAGES.glob("*.po"))

# Click names its types in English and gives them to no catalogue: "is not a valid integer range".
LEFT_OUT_ON_PURPOSE = {"{value!r} is not a valid {number_type}.": {"number_type"}}


def messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale="sv", abort_invalid=True)
    assert not catalogue.obsolete, f"{path.name} has entries that are commented out"
    return (message for message in catalogue if message.id)


ALL = [(path.name, message) for path in PO_FILES for message in messages(path)]


def test_every_room_has_one_file_and_it_holds_what_the_room_says() -> None:
    said = {f"{room}.po": messages for room, messages in messages_by_room().items()}
    held = {path.name: {message.id for name, message in ALL if name == path.name} for path in PO_FILES}
    missing = {name: sorted(map(str, messages - held.get(name, set()))) for name, messages in said.items()}
    stale = {name: sorted(map(str, messages - said.get(name, set()))) for name, messages in held.items()}

    assert {name: texts for name, texts in missing.items() if texts} == {}, "run `make words`, then write the Swedish"
    assert {name: texts for name, texts in stale.items() if texts} == {}, "run `make words`"


def test_every_file_is_as_the_tool_writes_it() -> None:
    fresh = {
        f"{room}.po": render(room, catalogue) for room, catalogue in files(messages_by_room(), read_translations()).items()
    }

    assert [path.name for path in PO_FILES if path.read_text(encoding="utf-8") != fresh.get(path.name)] == [], (
        "run `make words`"
    )


def test_nothing_is_half_translated() -> None:
    forms = [(name, message, message.string if message.pluralizable else [message.string]) for name, message in ALL]

    assert [f"{name}: {message.id}" for name, message, strings in forms if message.fuzzy or not all(strings)] == []


def placeholders(text: str) -> set[str]:
    named = {field for _, field, _, _ in Formatter().parse(text) if field} if "{" in text or "}" in text else set()
    return named | set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_both_languages_have_the_same_placeholders(path: Path) -> None:
    wrong = []
    for message in messages(path):
        english = message.id if message.pluralizable else [message.id]
        swedish = message.string if message.pluralizable else [message.string]
        wanted = placeholders(english[-1]) - LEFT_OUT_ON_PURPOSE.get(english[-1], set())
        # The singular may say "one" in words.
        if placeholders(swedish[-1]) != wanted or placeholders(swedish[0]) - placeholders(english[0]):
            wrong.append(english[0])

    assert wrong == []


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_swedish_is_typeset_as_swedish(path: Path) -> None:
    """Curly quotes the Swedish way, a real ellipsis, no exclamation marks but the greeting's (domain.md 5.2, 5.6)."""
    texts = [text for message in messages(path) for text in (message.string if message.pluralizable else [message.string])]

    assert [text for text in texts if re.search(r"[“„]|\w\.\.\.|(?<!partivänner)!(?!r\})", text)] == []


def test_two_rooms_cannot_translate_one_message_differently(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    for name, swedish in (("one", "ett"), ("other", "annat")):
        (tmp_path / f"{name}.po").write_text(f'{head}msgid "thing"\nmsgstr "{swedish}"\n', encoding="utf-8")

    with pytest.raises(Conflict, match="thing"):
        merge_catalogues(tmp_path)


def test_the_built_catalogue_replaces_the_old_one_at_once(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "one.po").write_text(f'{head}msgid "thing"\nmsgstr "sak"\n', encoding="utf-8")

    assert build(tmp_path) == tmp_path / "newsletter.mo"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["newsletter.mo", "one.po"]


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "one.po").write_text(f'{head}msgid "thing"\nmsgstr "sak"\n', encoding="utf-8")
    (tmp_path / "newsletter.mo").mkdir()  # which no file can replace

    with pytest.raises(OSError, match=r"newsletter\.mo"):
        build(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["newsletter.mo", "one.po"]


def test_a_catalogue_that_cannot_be_read_is_found_before_any_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "one.po").write_text('msgid "thing\n', encoding="utf-8")

    with pytest.raises(PoFileError):
        build(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["one.po"]


def test_no_message_is_longer_than_three_lines_of_a_terminal() -> None:
    """What does not fit says where there is more to read."""
    texts = [
        text for _name, message in ALL for text in ([message.string] if isinstance(message.string, str) else message.string)
    ]

    assert [text for text in texts if len(textwrap.wrap(text, 80)) > 3] == []
