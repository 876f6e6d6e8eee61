"""Keeping the catalogues with the code: each room's file holds the messages that the room says, sorted, and nothing else.

``make words`` runs it after messages were written, changed or moved to another room. A translation is found in whatever file
it stands. A changed message gets the Swedish of the one it was, marked fuzzy, for a person to look through.
Needs Babel, an installed Click, and of ours only the neighbour.
"""

import ast
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from newsletter.locale.catalogue import MESSAGES, Conflict

Id = str | tuple[str, ...]

PACKAGE = Path(__file__).parent.parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
HEAD = """\
# {subject}
msgid ""
msgstr ""
"Language: sv\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

SAID_THROUGH_A_VARIABLE_BY_CLICK = {"required"}
SAID_BY_CLICK_TO_PROGRAMMERS = {
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    (
        "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
        "Did you mean to pass '--{name}'?"
    ),
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Unknown color {colour!r}",
    "Unknown standard stream '{name}'",
    "d",  # a format of days in progress bars, which are ours
}
"""No editor can meet them."""


def _calls(file: Any, keywords: Iterable[str], _tags: object, options: object) -> Iterator[tuple[int, Any, Any, Any]]:  # noqa: ARG001 - Babel names it
    """Babel's extraction, from the syntax tree: before Python 3.12, Babel's own method sees nothing in f-strings."""
    for node in ast.walk(ast.parse(file.read())):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[_, *_]) if name in keywords:
                texts = [item.value if isinstance(item, ast.Constant) else None for item in node.args]
                yield node.lineno, name, texts if len(texts) > 1 else texts[0], []


def extract(directory: Path) -> set[Id]:
    """The messages that the modules below a directory say."""
    modules = directory.rglob("*.py")
    found = (message for path in modules for _, message, _, _ in extract_from_file(_calls, path, KEYWORDS))
    return {tuple(message) if isinstance(message, list | tuple) else message for message in found}


def messages_by_room(package: Path = PACKAGE) -> dict[str, set[Id]]:
    """What each room says, and ``click`` what its commands say for it; a room that says nothing is left out."""
    rooms = {room.name: extract(room) for room in sorted(package.iterdir()) if room.is_dir()}
    ours = {name: messages for name, messages in rooms.items() if messages}
    clicks = extract(_folder_of("click")) | SAID_THROUGH_A_VARIABLE_BY_CLICK
    return ours | {"click": clicks - SAID_BY_CLICK_TO_PROGRAMMERS}


def _folder_of(package: str) -> Path:
    """Where a package lies that only the command line may import."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def read_translations(directory: Path = MESSAGES) -> dict[Id, Message]:
    """Every translation in every file.

    Raises ``Conflict`` where a message is translated in two ways: in two files, or twice in one entry, as a merge leaves it.
    """
    known: dict[Id, Message] = {}
    for path in sorted(directory.glob("*.po")):
        _refuse_what_a_merge_left(path)
        with path.open("rb") as file:
            part = read_po(file, locale="sv", abort_invalid=True)
        for message in part:
            if not message.id or not message.string:
                continue
            first = known.setdefault(_id(message), message)
            if first.string != message.string:
                raise Conflict(f"{path.name}: {message.id!r} is translated differently in another file")
    return known


def _refuse_what_a_merge_left(path: Path) -> None:
    """Babel takes the last of two entries for one message, and the first of two translations in one entry."""
    entries = re.split(r"^(?=msgid )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    subjects = Counter(entry.partition("\nmsgstr")[0] for entry in entries)
    for entry in entries:
        keywords = re.findall(r"^(?:msg\w+(?:\[\d\])?|<<<<<<<|>>>>>>>)", entry, re.MULTILINE)
        is_marked = "<<<<<<<" in keywords or ">>>>>>>" in keywords
        if is_marked or len(keywords) != len(set(keywords)) or subjects[entry.partition("\nmsgstr")[0]] > 1:
            raise Conflict(f"{path.name}: a merge left two versions here:\n{entry}")


def catalogue_of(messages: set[Id], known: dict[Id, Message], gone: dict[str, Id]) -> Catalog:
    """A room's messages with what is known of their Swedish; ``gone`` are those that no room says any more."""
    catalogue = Catalog(locale="sv")
    for message in messages:
        if message in known:
            catalogue.add(message, known[message].string, flags=known[message].flags & {"fuzzy"})
            continue
        like = difflib.get_close_matches(_singular(message), gone, 1)
        former = known[gone[like[0]]] if like and isinstance(gone[like[0]], str) == isinstance(message, str) else None
        catalogue.add(message, former.string if former else "", flags={"fuzzy"} if former else set())
    for entry in catalogue:
        entry.flags &= {"fuzzy"}  # Babel guesses the others anew whenever it reads
    return catalogue


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _singular(message: Id) -> str:
    return message if isinstance(message, str) else message[0]


def render(room: str, catalogue: Catalog) -> str:
    """The file as it stands on the disk: no line numbers and no dates, which would make two people's changes collide."""
    text = BytesIO()
    write_po(text, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    subject = "What Click says in our commands." if room == "click" else f"What newsletter/{room} says."
    return HEAD.format(subject=subject) + text.getvalue().decode().strip("\n") + "\n"


def files(rooms: dict[str, set[Id]], known: dict[Id, Message]) -> dict[str, Catalog]:
    """The catalogue of every room that says something."""
    every = set[Id]().union(*rooms.values())
    gone = {_singular(message): message for message in known if message not in every}
    return {room: catalogue_of(messages, known, gone) for room, messages in rooms.items()}


def write(directory: Path = MESSAGES) -> list[str]:
    """Write every room's file and take away what is no room's; returns the messages that lack their Swedish."""
    catalogues = files(messages_by_room(), read_translations(directory))
    for path in set(directory.glob("*.po")) - {directory / f"{room}.po" for room in catalogues}:
        path.unlink()
    for room, catalogue in catalogues.items():
        (directory / f"{room}.po").write_text(render(room, catalogue), encoding="utf-8", newline="\n")
    return [
        f"{room}.po: {_singular(_id(message))}"
        for room, catalogue in catalogues.items()
        for message in catalogue
        if message.id and (message.fuzzy or not message.string or not all(message.string))
    ]


if __name__ == "__main__":
    raise SystemExit("\n".join(write()) or 0)
