"""The course of a run: what an answer leads to, when the run waits and when it ends. It moves nothing itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from newsletter.delivery.outgoing import clocks
from newsletter.delivery.outgoing.batch import Answer, Then
from newsletter.delivery.run.calls import CallResult, Group
from newsletter.locale import _
from newsletter.model.deliveries import Status
from newsletter.model.recipients import Addressee

FRUITLESS_CALLS = 3
"""So many calls in a row without acceptance end the run."""
_NOT_TAKEN = frozenset({Status.UNSENT, Status.UNKNOWN})
LONGEST_WAIT_SECONDS = 600.0
"""For so long, between two acceptances, the run waits because the provider says that it must."""


@dataclass(slots=True)
class Course:
    """``reason`` is a sentence where the run has ended or waits; ``trouble`` what the latest call's answer had to say: said
    at the end, if nothing better came after it.
    """

    fruitless: int = 0
    waited: float = 0.0
    not_before: float = 0.0
    ended: bool = False
    reason: str = ""
    trouble: str = ""

    def take_in(self, result: CallResult) -> list[Group]:
        """Take in an answer; the groups that go again in this run, of those alone who were not accepted."""
        statuses = result.statuses
        retried = self._retries(result, _unsent(result)) if Status.UNSENT in statuses else []
        is_none_elses = Status.ACCEPTED in statuses or result.answer.of_addressee
        self.trouble = "" if is_none_elses else result.answer.reason or _trouble(result)
        if Status.ACCEPTED in statuses:
            self.fruitless, self.waited = 0, 0.0
        elif result.made and not retried and not result.answer.of_addressee:
            self.fruitless += 1
        if result.answer.then is Then.STOP:
            self.end(result.answer.reason)
        elif self.fruitless >= FRUITLESS_CALLS:
            in_a_row = _("{count} calls in a row were answered without acceptance.").format(count=self.fruitless)
            self.end(result.answer.reason or f"{in_a_row} {self.trouble}".rstrip())
        return retried

    def end(self, reason: str) -> None:
        if not self.ended:
            self.ended, self.reason = True, reason

    def seconds_to_wait(self) -> float:
        return 0.0 if self.ended else max(0.0, self.not_before - clocks.steady_seconds())

    def _retries(self, result: CallResult, unsent: Group) -> list[Group]:
        all_unsent = len(unsent) == len(result.ticket.members)
        match result.answer.then:
            case Then.AGAIN if not all_unsent or not result.made:
                return [unsent]
            case Then.HALVE if len(unsent) > 1:
                return [unsent[: len(unsent) // 2], unsent[len(unsent) // 2 :]]
            case Then.WAIT if self._may_wait(result.answer):
                return [unsent]
            case Then.AGAIN | Then.HALVE | Then.WAIT | Then.CONTINUE | Then.STOP:
                return []

    def _may_wait(self, answer: Answer) -> bool:
        """Wait once for all the calls in flight that the provider told to wait at the same time."""
        until = clocks.steady_seconds() + answer.wait
        longer = max(0.0, until - max(self.not_before, clocks.steady_seconds()))
        if self.waited + longer > LONGEST_WAIT_SECONDS:
            self.end(answer.reason)
            return False
        self.waited += longer
        self.not_before = max(self.not_before, until)
        self.reason = answer.reason
        return True


def put_off_by(results: Iterable[CallResult]) -> dict[Addressee, str]:
    """Those whom an answer about them alone leaves without the letter in this run, and what it said."""
    return {
        member.addressee: outcome.detail
        for result in results
        if result.answer.of_addressee and result.answer.then is Then.CONTINUE
        for member, outcome in zip(result.ticket.members, result.answer.outcomes, strict=True)
        if outcome.status is Status.UNSENT
    }


def _trouble(result: CallResult) -> str:
    """What the provider said of letters that it did not take, or may not have taken; a refused address is named elsewhere."""
    said = next((one.detail for one in result.answer.outcomes if one.status in _NOT_TAKEN), "")
    return _("The last call did not succeed: {said}").format(said=said) if said else ""


def _unsent(result: CallResult) -> Group:
    pairs = zip(result.ticket.members, result.answer.outcomes, strict=True)
    return tuple(member for member, outcome in pairs if outcome.status is Status.UNSENT)
