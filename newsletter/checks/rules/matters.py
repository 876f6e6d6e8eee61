"""Decisions and proposals whose parts contradict each other."""

from collections.abc import Iterator

from newsletter.checks.passages import decisions, proposals
from newsletter.checks.rule import Remark, rule
from newsletter.locale import N_, _
from newsletter.model.choices import MatterOutcome, ProposalStatus, ProposalType
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import Issue
from newsletter.model.sections import CalendarItem
from newsletter.model.stand import reserves_against_victory

SUBJECT = N_("Decisions and proposals")

_ASKED = frozenset({ProposalType.INTERPELLATION, ProposalType.SIMPLE_QUESTION})
_VOTED_ON = frozenset({ProposalStatus.APPROVED, ProposalStatus.PARTLY_APPROVED, ProposalStatus.REJECTED})
_OPEN = frozenset({ProposalStatus.SUBMITTED, ProposalStatus.IN_PREPARATION})


@rule(Severity.WARNING, N_("What is noted is not voted on."))
def vote_on_noted_matter(issue: Issue) -> Iterator[Remark]:
    for location, decision in decisions(issue):
        if decision.outcome is MatterOutcome.NOTED and decision.vote:
            yield Remark(
                (*location, "vote"),
                _("“{title}” was only noted, and then there is no vote.").format(title=decision.title),
                _("Take the line with vote away, or correct the outcome."),
            )


@rule(Severity.WARNING, N_("Who won the vote has nothing to reserve against; one of the three is wrong."))
def reservation_against_own_vote(issue: Issue) -> Iterator[Remark]:
    """A group that got its way has nothing to reserve against (domain.md 4.9)."""
    for location, decision in decisions(issue):
        if reserves_against_victory(decision.outcome, decision.vote, decision.mark):
            yield Remark(
                (*location, "mark"),
                _("“{title}” was decided as we voted, and yet there is a reservation.").format(title=decision.title),
                _("Correct vote, outcome or mark."),
            )


@rule(Severity.WARNING, N_("Interpellations and questions are answered; motions and proposals are decided."))
def status_of_question(issue: Issue) -> Iterator[Remark]:
    """A question is answered; it is motions that are approved or rejected."""
    for location, proposal in proposals(issue):
        if proposal.type in _ASKED and proposal.status in _VOTED_ON:
            yield Remark(
                (*location, "status"),
                _("“{title}”: a question (type: {type}) is answered, not {status}.").format(
                    title=proposal.title, type=proposal.type, status=proposal.status
                ),
                _("Write status: besvarad, or correct the type."),
            )


@rule(Severity.WARNING, N_("A proposal that has been decided is neither submitted nor in preparation any more."))
def decided_but_open(issue: Issue) -> Iterator[Remark]:
    for location, proposal in proposals(issue):
        if proposal.decided and proposal.status in _OPEN:
            yield Remark(
                (*location, "status"),
                _("“{title}” has a day of decision, but the status says {status}.").format(
                    title=proposal.title, status=proposal.status
                ),
                _("Write what was decided, or take the day away."),
            )


@rule(Severity.WARNING, N_("An item was copied, and its title forgotten."))
def repeated_item(issue: Issue) -> Iterator[Remark]:
    """The same title twice in one list: usually a copied item whose title was forgotten."""
    seen: set[tuple[object, ...]] = set()
    for location, item in issue.linked_items():
        if isinstance(item, CalendarItem):  # the same thing comes again, on another day or elsewhere
            continue
        key = (location[:2], item.title.casefold(), getattr(item, "date", None), getattr(item, "board", None))
        if key in seen:
            yield Remark(
                (*location, "title"),
                _("“{title}” stands twice in the same list.").format(title=item.title),
                _("Take one of them away, or correct the one that was copied."),
            )
        seen.add(key)
