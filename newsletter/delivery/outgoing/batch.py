"""What goes into a transport and what comes out of it."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from newsletter.letter import Letter
from newsletter.locale import _
from newsletter.model.addresses import MailAddress
from newsletter.model.deliveries import Outcome, Status


@dataclass(frozen=True, slots=True)
class SenderIdentity:
    """Who the letters come from, the same for a whole run. ``list_id`` is the bare identifier of RFC 2919, without brackets;
    it and ``unsubscribe`` are None for mail to our own people, who are on no list.
    """

    name: str
    address: MailAddress
    reply_to: MailAddress
    list_id: str | None
    unsubscribe: MailAddress | None


class Envelope(NamedTuple):
    """What one delivery adds to its letter. ``attempt`` is all that a provider sees of it; ``date`` is aware, UTC;
    ``message_id`` includes its angle brackets; ``number`` counts the association's addressees from 1.
    """

    attempt: str
    association_id: str
    number: int
    to: MailAddress
    message_id: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """The letters of a run wait at the provider until ``leaves`` (aware); ``batch`` is the name to take them back by."""

    batch: str
    leaves: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Addressees who get equal letters, in one call. ``leave_before``, by the steady clock, is when their claim grows old: a
    transport that has waited or connected past it sends nothing and says ``unsent``.
    """

    sender: SenderIdentity
    letter: Letter
    envelopes: tuple[Envelope, ...]
    leave_before: float = math.inf
    hold: Hold | None = None


class Then(StrEnum):
    """What the engine does after an answer; in every case only ``unsent`` addressees are ever tried again."""

    CONTINUE = "continue"
    AGAIN = "again"
    """The unsent of this batch go again at once (a 400 that named one of the others)."""
    HALVE = "halve"
    """The batch goes again at once in two halves; a single letter is passed over (413, a 400 that names none)."""
    WAIT = "wait"
    """The unsent go again after ``Answer.wait`` seconds (429)."""
    STOP = "stop"
    """The run ends here with the rest untouched (401, 403)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One outcome per envelope, in the batch's order. ``reason`` is a sentence for the editor: always when ``then`` is STOP or
    WAIT, else where there is something to say if the run ends because no letter is accepted. ``of_addressee``: what was said
    is about addressees of this batch by name, so the next letter may fare otherwise.
    """

    outcomes: tuple[Outcome, ...]
    then: Then = Then.CONTINUE
    wait: float = 0.0
    reason: str = ""
    of_addressee: bool = False


def grown_old() -> Outcome:
    """The outcome of addressees whose call came too late after the claim."""
    return Outcome(Status.UNSENT, _("The letter was held up for more than a minute, and did not leave."))


class Transport(Protocol):
    """``send`` never raises for anything that the other side or the network does: that is an outcome. It may be called
    from several threads at once unless ``calls_in_flight`` is 1.
    """

    @property
    def batch_size(self) -> int: ...

    @property
    def calls_in_flight(self) -> int: ...

    @property
    def is_live(self) -> bool:
        """False where letters reach no person (outbox, sandbox): the realm is then the run's own."""
        ...

    @property
    def is_trial(self) -> bool:
        """True for ``sendgrid+http``: a log that holds live deliveries of a trial refuses others, and the reverse."""
        ...

    def send(self, batch: Batch) -> Answer: ...

    def close(self) -> None: ...
