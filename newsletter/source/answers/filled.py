"""What has been filled in of a form, as values."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsletter.model.diagnostics import Place

LONG = frozenset({"text", "next"})
"""Fields whose text goes on over several lines and paragraphs."""
PREFILLED = frozenset({"by", "board"})
"""What the program has written in the form before it is sent out."""
_ITEM = re.compile(r"(?P<indent> *)(?:[-*+•]|\d{1,2}[.)])\s")


@dataclass
class Filled:
    """A field that has been filled in: where its name and its value stand, and the value line by line."""

    key: str
    named: Place
    at: Place
    lines: list[str]

    @property
    def value(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(_dedented(self.lines)).strip())


@dataclass
class FormSection:
    """The fields under one heading; ``kind`` is empty for those of the contribution itself."""

    kind: str
    fields: list[Filled] = field(default_factory=list)


def is_filled(sections: Iterable[FormSection]) -> bool:
    """Whether a form says anything: who contributes, and for which board, is written in it beforehand."""
    return any(one.value and (section.kind or one.key not in PREFILLED) for section in sections for one in section.fields)


def _dedented(lines: Iterable[str]) -> Iterator[str]:
    """Lines without the blanks that a mail program may have put before them; an item of a list keeps those that it has more
    than the list's first one.
    """
    outermost: int | None = None
    for line in lines:
        item = _ITEM.match(line)
        if item is None:
            outermost = outermost if not line.strip() else None
            yield line.strip()
        else:
            outermost = len(item["indent"]) if outermost is None else outermost
            yield " " * (len(item["indent"]) - outermost) + line.strip()
