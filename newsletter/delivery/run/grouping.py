"""Addressees gathered into groups that become batches: of equal letters, a few at a time, so that memory stays flat."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator

from newsletter.model.recipients import Addressee, Numbered

_OPEN_GROUPS = 64
"""How many different letters may be waiting for their like before the oldest goes as it is."""


Group = tuple[Numbered, ...]


def group_by_letter(due: Iterable[Numbered], likeness: Callable[[Addressee], Hashable], size: int) -> Iterator[Group]:
    """Groups of at most ``size`` whose ``likeness`` is the same: they get equal letters.

    An address appears once in a group, because a provider refuses a request that names it twice: the same person in two
    associations gets two letters in two calls.
    """
    waiting: dict[Hashable, dict[str, Numbered]] = {}
    for one in due:
        like = likeness(one.addressee)
        key = one.addressee.address.key
        group = waiting.get(like)
        if group is None:
            group = waiting[like] = {}
        elif key in group:
            yield tuple(group.values())
            group = waiting[like] = {}
        group[key] = one
        if len(group) >= size:
            yield tuple(waiting.pop(like).values())
        elif len(waiting) > _OPEN_GROUPS:
            yield tuple(waiting.pop(next(iter(waiting))).values())
    for group in waiting.values():
        yield tuple(group.values())


def usual_workers(due: Iterable[Numbered], likeness: Callable[[Addressee], Hashable], size: int) -> int:
    """How many calls to have in flight: few where few are needed, because so many may be in doubt after a crash; more, up to
    64, where the time that each call takes would add up to an hour.
    """
    alike = Counter(likeness(one.addressee) for one in due)
    calls = sum(-(-count // size) for count in alike.values())
    return max(4, min(64, calls // 100))
