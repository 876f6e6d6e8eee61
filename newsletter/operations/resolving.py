"""Settling letters that a run could not: by a person's decision, with name and reason, or by the provider's own record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsletter.delivery.afterwards import (
    OpenDelivery,
    Resolution,
    ResolutionRecord,
    Teller,
    Verdict,
    ask_feed,
    read_open_deliveries,
    settle,
)
from newsletter.delivery.log import SendLog, timestamp
from newsletter.delivery.transports import SendGridVia, Via, open_feed, parse_via
from newsletter.locale import _
from newsletter.model.diagnostics import AnotherRun, Refused
from newsletter.model.settings import Settings
from newsletter.operations.exits import Exit
from newsletter.operations.gathering import listed_addresses
from newsletter.operations.words import moment_words
from newsletter.operations.workspace import Workspace, require_known_issue
from newsletter.source import read


@dataclass(frozen=True, slots=True)
class ResolutionWish:
    """Which letters are decided on: those to the address of this key, None for all; and by whose word."""

    decision: Resolution
    address: str | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """So many letters were settled. ``unlisted`` have a letter due, and no longer the address in the file."""

    count: int
    unlisted: tuple[str, ...]
    code: Exit


@dataclass(frozen=True, slots=True)
class NothingUnclear:
    """There is nothing to ask about."""


@dataclass(frozen=True, slots=True)
class NobodyToAsk:
    """Letters that left through something that keeps no record."""


AskingNews = NothingUnclear | NobodyToAsk | Verdict


def find_matters(workspace: Workspace, settings: Settings, issue: str | None) -> tuple[OpenDelivery, ...]:
    """The letters of one issue, or of all, that are unclear, were refused or have come back."""
    with workspace.open_log(settings) as log:
        require_known_issue(workspace, log, issue)
        return read_open_deliveries(log, issue)


def code_of(found: Sequence[OpenDelivery]) -> Exit:
    return Exit.UNRESOLVED if any(one.can_be_settled for one in found) else Exit.DONE


def resolve(workspace: Workspace, settings: Settings, issue: str | None, choice: ResolutionWish) -> Settlement:
    """Write the decision for the letters that it is allowed for. ``Refused`` where there are none, and where they may still
    leave; ``AnotherRun`` where a run of theirs is alive.
    """
    with workspace.open_log(settings) as log:
        require_known_issue(workspace, log, issue)
        chosen = _choose(read_open_deliveries(log, issue), choice)
        if choice.decision is Resolution.NOT_ARRIVED:
            _refuse_what_may_still_leave(chosen, settings.timezone, workspace.now())
        word = ResolutionRecord(choice.decision, choice.by, choice.reason, timestamp(workspace.now()))
        count = settle(log, chosen, word)
        if count is None:
            raise AnotherRun
        unlisted = () if choice.decision is Resolution.ARRIVED else _find_unlisted(workspace, chosen)
        return Settlement(count, unlisted, code_of(read_open_deliveries(log, issue)))


def _choose(found: Sequence[OpenDelivery], choice: ResolutionWish) -> Sequence[OpenDelivery]:
    """Those meant that the decision is allowed for; Refused when there are none, with the reason."""
    meant = [one for one in found if choice.address is None or one.address == choice.address]
    chosen = [one for one in meant if one.allows(choice.decision)]
    if chosen:
        return chosen
    if any(one.in_progress for one in meant):
        raise Refused(_("A run is still sending these letters."), _("Wait until it has ended and try again."))
    if choice.decision is Resolution.AGAIN and meant:
        raise Refused(
            _("It is unclear whether the letter arrived, so it cannot simply be sent again."),
            _("Find out, and say --arrived or --not-arrived."),
        )
    raise Refused(
        _("There is no such letter to settle."),
        _("“newsletter resolve” lists what is unclear or was refused; nothing was changed."),
    )


def _refuse_what_may_still_leave(chosen: Sequence[OpenDelivery], timezone: str, now: datetime) -> None:
    """Nobody can have got a letter that waits, and it may still come: sent again it would come twice."""
    waiting = [one for one in chosen if one.leaves and datetime.fromisoformat(one.leaves) > now]
    if waiting:
        last = max(waiting, key=lambda one: str(one.leaves))
        raise Refused(
            _("The letters may be waiting at SendGrid, and then leave {when}: that they have not come proves nothing.").format(
                when=moment_words(str(last.leaves), timezone)
            ),
            _("Run “newsletter send {issue}”, which takes them back and sends them anew, or wait until then.").format(
                issue=last.issue
            ),
        )


def _find_unlisted(workspace: Workspace, chosen: Sequence[OpenDelivery]) -> tuple[str, ...]:
    """Nothing is sent to an address that is no longer in the file, whatever has been settled."""
    recipients = read(workspace.directory).recipients
    if recipients is None:  # its faults are told by the commands that need it
        return ()
    listed = listed_addresses(recipients.recipients)
    return tuple(sorted({one.association for one in chosen if (one.association, one.address) not in listed}))


def ask_provider(workspace: Workspace, settings: Settings, issue: str | None, tell: Callable[[AskingNews], None]) -> Exit:
    """Ask of each letter that is in doubt, write down what is certain, and tell each verdict as it comes."""
    with workspace.open_log(settings) as log:
        require_known_issue(workspace, log, issue)
        doubtful = [one for one in read_open_deliveries(log, issue) if one.can_be_settled]
        if not doubtful:
            tell(NothingUnclear())
        vias = {one.id: parse_via(one.via) for one in log.live_runs()}
        for via in dict.fromkeys(vias[one.run] for one in doubtful):
            asked = [one for one in doubtful if vias[one.run] == via]
            _ask_of(workspace, settings, log, via, asked, tell)
        return code_of(read_open_deliveries(log, issue))


def _ask_of(  # noqa: PLR0917 - each is a part of the one situation
    workspace: Workspace,
    settings: Settings,
    log: SendLog,
    via: Via,
    asked: Sequence[OpenDelivery],
    tell: Callable[[AskingNews], None],
) -> None:
    if not isinstance(via, SendGridVia):
        tell(NobodyToAsk())
        return
    feed = open_feed(via, secrets=workspace.secrets(), clock=workspace.clock)

    def when(moment: datetime) -> str:
        return moment_words(moment.isoformat(), settings.timezone)

    for verdict in ask_feed(log, feed, asked, workspace.clock, when):
        if verdict.decision is not None:
            word = ResolutionRecord(verdict.decision, Teller.SENDGRID, verdict.reason, timestamp(workspace.now()))
            if settle(log, [verdict.matter], word) is None:
                raise AnotherRun
        tell(verdict)
