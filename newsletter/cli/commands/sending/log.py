"""``newsletter log``: every letter, and where it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from newsletter.cli.clock import now
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import emit_json, say, table
from newsletter.cli.show.words import address_word, event_word, moment_words, status_word
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import LIVE, Delivery, Event, Status
from newsletter.operations.workspace import require_known_issue
from newsletter.source import read_settings


def show_letters(*, issue: str | None, as_json: bool, show_addresses: bool) -> None:
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    with workspace.open_log(settings) as opened:
        require_known_issue(workspace, opened, issue)
        deliveries = tuple(opened.deliveries(issue, realm=None))
        events = {event.attempt: event.kind for event in opened.events(issue)}
    if as_json:
        documents = [as_document(one, events.get(one.attempt), show_addresses=show_addresses) for one in deliveries]
        emit_json({"schema": 1, "deliveries": documents})
        return
    live = [one for one in deliveries if one.realm == LIVE]
    _show(live, events, settings.timezone, show_addresses=show_addresses)
    _rehearsals([one for one in deliveries if one.realm != LIVE])


def as_document(delivery: Delivery, event: Event | None, *, show_addresses: bool) -> dict[str, Any]:
    """The promise of design.md 7: keys are only ever added."""
    return {
        "issue": delivery.issue,
        "association": delivery.association,
        "address": delivery.address and address_word(delivery.address, show=show_addresses),
        "realm": delivery.realm,
        "status": delivery.status,
        "at": delivery.at,
        "attempt": delivery.attempt,
        "provider_id": delivery.provider_id,
        "leaves": delivery.leaves,
        "event": event,
    }


def _show(live: Sequence[Delivery], events: Mapping[str, Event], timezone: str, *, show_addresses: bool) -> None:
    if not live:
        say(_("No letters have been sent."))
        return
    rows = [
        (
            one.issue,
            one.association,
            address_word(one.address, show=show_addresses),
            _stands(one, events, timezone),
            moment_words(one.at, timezone),
        )
        for one in live
    ]
    table((_("Issue"), _("Association"), _("Address"), _("Status"), _("Time")), rows)
    say()
    say(ngettext("{letters} letter.", "{letters} letters.", len(live)).format(letters=len(live)))


def _stands(delivery: Delivery, events: Mapping[str, Event], timezone: str) -> str:
    """The latest word: an event, where there is one, says more than the acceptance before it."""
    event = events.get(delivery.attempt) if delivery.status is Status.ACCEPTED else None
    if event is None and delivery.leaves and datetime.fromisoformat(delivery.leaves) > now():
        return _("waits until {when}").format(when=moment_words(delivery.leaves, timezone))
    return event_word(event) if event else status_word(delivery.status)


def _rehearsals(letters: Sequence[Delivery]) -> None:
    if letters:
        runs = len({one.realm for one in letters})
        text = ngettext(
            "There is also {runs} rehearsal or test letter, which is not counted; --json shows it.",
            "There are also {runs} rehearsals or test letters, which are not counted; --json shows them.",
            runs,
        )
        say(text.format(runs=runs))
