"""How long an issue takes to read (domain.md 2.2)."""

from collections.abc import Iterator

from newsletter.letter.swedish.typography import NBSP
from newsletter.model.base import Model
from newsletter.model.choices import IssueType
from newsletter.model.issue import Issue

WORDS_A_MINUTE = 200
_NOT_READ = {"src", "url", "kind", "ref", "phone", "email", "subject", "preview", "corrects", "accept"}


def reading_time_line(issue: Issue) -> str:
    """``Lästid cirka 5 minuter``."""
    minutes = reading_minutes(issue)
    return f"Lästid cirka {minutes}{NBSP}{'minut' if minutes == 1 else 'minuter'}"


def reading_minutes(issue: Issue) -> int:
    """Two hundred words a minute, rounded up (domain.md 2.2)."""
    return max(1, -(-word_count(issue) // WORDS_A_MINUTE))


def word_count(part: Model) -> int:
    """The words that are read in an issue or a part of one."""
    return sum(len(text.split()) for text in texts(part))


def texts(value: object) -> Iterator[str]:
    """The words that are read: titles, texts and listed values, not addresses, numbers of cases and dates."""
    match value:
        case Model():
            for name in type(value).model_fields:
                if name not in _NOT_READ:
                    yield from texts(getattr(value, name))
        case IssueType():
            return
        case str():
            yield value
        case tuple():
            for one in value:
                yield from texts(one)
