"""What a torture comes to, as two tables of Markdown: ours, and the naive designs that the same judge looked at."""

from collections.abc import Iterable, Iterator, Sequence

from tests.torture.kinds import KINDS
from tests.torture.tally import Tally

HEAD = ("what was done", "log", "runs", "kills", "letters", "sent twice", "silently lost", "in doubt, named")
NAIVE_HEAD = ("a naive design, the same judge", "log", "runs", "kills", "letters", "sent twice", "silently lost", "caught")


def tables(tallies: Iterable[Tally]) -> str:
    found = list(tallies)
    ours = [one for one in found if not KINDS[one.job.kind].naive]
    naive = [one for one in found if KINDS[one.job.kind].naive]
    return "\n".join([*_table(HEAD, _ours(ours)), "", *_table(NAIVE_HEAD, _naive(naive))])


def kills(tallies: Iterable[Tally]) -> int:
    return sum(one.kills for one in tallies if not KINDS[one.job.kind].naive)


def caught(tallies: Sequence[Tally]) -> bool:
    return any(one.twice or one.lost for one in tallies)


def _ours(tallies: Sequence[Tally]) -> Iterator[Sequence[str]]:
    for (kind, database), group in _grouped(tallies):
        yield kind, database, *_figures(group), _number(group, "in_doubt")
    yield "**in all**", "", *(f"**{figure}**" for figure in (*_figures(tallies), _number(tallies, "in_doubt")))


def _naive(tallies: Sequence[Tally]) -> Iterator[Sequence[str]]:
    for (kind, database), group in _grouped(tallies):
        yield kind, database, *_figures(group), "yes" if caught(group) else "**no**"


def _grouped(tallies: Iterable[Tally]) -> list[tuple[tuple[str, str], list[Tally]]]:
    groups: dict[tuple[str, str], list[Tally]] = {}
    for one in tallies:
        groups.setdefault((one.job.kind, one.job.database), []).append(one)
    return list(groups.items())


def _figures(tallies: Sequence[Tally]) -> list[str]:
    return [_number(tallies, name) for name in ("runs", "kills", "letters", "twice", "lost")]


def _number(tallies: Sequence[Tally], name: str) -> str:
    return f"{sum(getattr(one, name) for one in tallies):,}".replace(",", " ")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|---|---|{'---:|' * (len(head) - 2)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
