"""Who has contributed to an issue, and who is missing by the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsletter.model.contribution import KINDS
from newsletter.model.plan_year import Member, PlanYear
from newsletter.source import ContributionFile


@dataclass(frozen=True, slots=True)
class GatheredContributions:
    """``members`` are those that the plan waits for; ``others`` the contributions of nobody among them; ``empty`` files that
    have been made and hold nothing yet; ``nothing`` answers that there is nothing to tell this time.
    """

    members: tuple[tuple[Member, tuple[ContributionFile, ...]], ...]
    others: tuple[ContributionFile, ...]
    empty: tuple[ContributionFile, ...]
    nothing: tuple[ContributionFile, ...]
    boards: tuple[tuple[str, int], ...]
    """Each board that a member sits in, and how many contributions are about it."""

    @property
    def missing(self) -> tuple[Member, ...]:
        return tuple(member for member, files in self.members if not files)

    @property
    def silent_boards(self) -> tuple[str, ...]:
        """Boards that nobody has told of, though somebody sits there."""
        return tuple(board for board, number in self.boards if not number)


def gather_contributions(plan: PlanYear, files: Sequence[ContributionFile]) -> GatheredContributions:
    """A contribution is a member's by the name it is signed with, whatever the letter case."""
    answers = [one for one in files if one.contribution.is_answer]
    written = [one for one in answers if not one.contribution.is_empty]
    members = tuple(
        (member, tuple(one for one in answers if is_by(one, member))) for member in plan.members if member.contributes
    )
    known = {one.id for _member, theirs in members for one in theirs}
    sat_in = [board for board in plan.boards if any(board in member.boards for member, _files in members)]
    return GatheredContributions(
        members=members,
        others=tuple(one for one in written if one.id not in known),
        empty=tuple(one for one in files if not one.contribution.is_answer),
        nothing=tuple(one for one in answers if one.contribution.nothing),
        boards=tuple((board, sum(board in boards_of(one) for one in written)) for board in sat_in),
    )


def count_items(files: Sequence[ContributionFile]) -> Mapping[str, int]:
    """How many texts, decisions, proposals and so on the contributions hold."""
    texts = sum(one.contribution.text is not None for one in files)
    return {"text": texts, **{kind: sum(len(one.contribution.of_kind(kind)) for one in files) for kind in KINDS}}


def is_by(one: ContributionFile, member: Member) -> bool:
    return one.contribution.by is not None and one.contribution.by.casefold() == member.name.casefold()


def boards_of(one: ContributionFile) -> frozenset[str]:
    """The boards that it is about: the one it names, and those of its decisions."""
    named = {one.contribution.board} - {None}
    return frozenset(board for board in (*named, *(item.board for item in one.contribution.decisions)) if board)
