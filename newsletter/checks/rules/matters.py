"""Decisions and proposals whose parts contradict each other."""

from collections.abc import Iterator

from newsletter.checks.findings import warning
from newsletter.checks.items import decisions, linked, proposals
from newsletter.locale import _
from newsletter.model.choices import Mark, MatterOutcome, ProposalStatus, ProposalType, Vote
from newsletter.model.diagnostics import Finding
from newsletter.model.issue import Issue
from newsletter.model.sections import CalendarItem

_ASKED = frozenset({ProposalType.INTERPELLATION, ProposalType.SIMPLE_QUESTION})
_VOTED_ON = frozenset({ProposalStatus.APPROVED, ProposalStatus.PARTLY_APPROVED, ProposalStatus.REJECTED})
_OPEN = frozenset({ProposalStatus.SUBMITTED, ProposalStatus.IN_PREPARATION})


def vote_on_noted_matter(issue: Issue) -> Iterator[Finding]:
    for location, decision in decisions(issue):
        if decision.outcome is MatterOutcome.NOTED and decision.vote:
            yield warning(
                "vote-on-noted-matter",
                (*location, "vote"),
                _("“{title}” was only noted, and then there is no vote.").format(title=decision.title),
                _("Take the line with vote away, or correct the outcome."),
            )


def reservation_against_own_vote(issue: Issue) -> Iterator[Finding]:
    """Who voted for what was approved has nothing to reserve against."""
    for location, decision in decisions(issue):
        if decision.vote is Vote.FOR and decision.outcome is MatterOutcome.APPROVED and Mark.RESERVATION in decision.mark:
            yield warning(
                "reservation-against-own-vote",
                (*location, "mark"),
                _("“{title}” was approved as we voted, and yet there is a reservation.").format(title=decision.title),
                _("Correct vote, outcome or mark."),
            )


def status_of_question(issue: Issue) -> Iterator[Finding]:
    """A question is answered; it is motions that are approved or rejected."""
    for location, proposal in proposals(issue):
        if proposal.type in _ASKED and proposal.status in _VOTED_ON:
            yield warning(
                "status-of-question",
                (*location, "status"),
                _("“{title}”: a question (type: {type}) is answered, not {status}.").format(
                    title=proposal.title, type=proposal.type, status=proposal.status
                ),
                _("Write status: besvarad, or correct the type."),
            )


def decided_but_open(issue: Issue) -> Iterator[Finding]:
    for location, proposal in proposals(issue):
        if proposal.decided and proposal.status in _OPEN:
            yield warning(
                "decided-but-open",
                (*location, "status"),
                _("“{title}” has a day of decision, but the status says {status}.").format(
                    title=proposal.title, status=proposal.status
                ),
                _("Write what was decided, or take the day away."),
            )


def repeated_item(issue: Issue) -> Iterator[Finding]:
    """The same title twice in one list: usually a copied item whose title was forgotten."""
    seen: set[tuple[object, ...]] = set()
    for location, item in linked(issue):
        if isinstance(item, CalendarItem):  # the same thing comes again, on another day or elsewhere
            continue
        key = (location[:2], item.title.casefold(), getattr(item, "date", None), getattr(item, "board", None))
        if key in seen:
            yield warning(
                "repeated-item",
                (*location, "title"),
                _("“{title}” stands twice in the same list.").format(title=item.title),
                _("Take one of them away, or correct the one that was copied."),
            )
        seen.add(key)
