"""The words that ``init``, ``new`` and ``collect`` write for the editor to replace: one table, made from the skeletons."""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "skeletons"
_KEYS = """\
address alt area by caption credit email group label lead municipality name next note notice open outlet phone place preview
privacy_url reason reply_to role subject text title url website who
"""
_TO_BE_REPLACED = frozenset(_KEYS.split())
"""Keys whose values are the editor's own words or addresses; what others hold is chosen from a list."""
MAY_STAY = frozenset((_FOLDER / "may-stay.txt").read_text(encoding="utf-8").splitlines())
"""Words that an editor may mean as they stand."""
_ENTRY = re.compile(r"^(?P<indent>[ #]*(?:- )?)(?P<key>[a-z_]+): (?P<value>\S.*)$")
_LISTED = re.compile(r'^[ #]*- (?:"(?P<quoted>[^"]+)"|(?P<value>[^:"]+))$')
_REMARK = re.compile(r"\s{2,}#.*$")


_SHORTEST_SENTENCE = 12
"""A shorter one may well stand in a text of the editor's: it is a sample only alone."""


def sample_in(text: str) -> str | None:
    """The words of a skeleton that ``text`` is, or that are one of its lines or sentences; None for the editor's own."""
    for part in (text, *_sentences(text)):
        if bare(part) in sample_words():
            return " ".join(part.split())
    return None


def _sentences(text: str) -> list[str]:
    parts = (sentence.strip() for line in text.splitlines() for sentence in re.split(r"(?<=[.?!])\s", line))
    return [part for part in parts if len(part) >= _SHORTEST_SENTENCE]


@cache
def sample_words() -> frozenset[str]:
    """Every value of the skeletons that is there to be replaced, and its sentences; commented lines too, in bare words."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.yaml")))
    values = {value for text in texts for value in _values(text)} - MAY_STAY
    return frozenset(bare(part) for value in values for part in (value, *_sentences(value)) if "$" not in part)


def bare(text: str) -> str:
    """On one line and in lower case: equal for a word and for the same word after an editor's small changes."""
    return " ".join(text.split()).casefold().rstrip(".")


def _values(text: str) -> set[str]:
    """What stands after a key that is to be replaced, and the lines of a block or list below it."""
    found: set[str] = set()
    within = None
    for line in text.splitlines():
        if entry := _ENTRY.match(line):
            key, value = entry["key"], _REMARK.sub("", entry["value"]).strip().strip('"')
            within = len(entry["indent"]) if key in _TO_BE_REPLACED and value == "|" else None
            if key in _TO_BE_REPLACED and value != "|":
                found.add(value)
        elif within is not None and len(line) - len(line.lstrip("# ")) > within:
            found.add(line.strip("# "))
        else:
            listed = _LISTED.match(_REMARK.sub("", line))
            found |= {(listed["quoted"] or listed["value"]).strip()} if listed else set()
            within = within if line.strip("# ") == "" else None
    return {one for one in found if one and not one.endswith(":")}
