"""SendGrid's Email Logs: what it says of the letters of the last 30 days (``POST /v3/logs``, on both hosts).

A question gives at most a thousand letters and has no second page. So a window of time whose page is full is halved, down to a
second; and where few letters are sought among many of others', each is asked for by its address. One id covers all letters of
a call: a letter is known by that and its address, and where those do not decide, by the attempt's own id in the detail.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from newsletter.delivery.afterwards.matching import hash_text
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.transports.http import Reply, Silence
from newsletter.delivery.transports.sendgrid.answer import wait_after
from newsletter.delivery.transports.sendgrid.client import open_client
from newsletter.delivery.transports.sendgrid.logged import Detail, LoggedLetter, Page, read_detail, read_page
from newsletter.delivery.transports.sendgrid.windows import (
    OF_FAILURES,
    Window,
    question_about,
    window_of,
    window_of_all,
    windows_of,
)
from newsletter.delivery.waiting.provider import Record, RecordEntry, SoughtLetter
from newsletter.locale import _
from newsletter.model.deliveries import FAILED_EVENTS
from newsletter.model.via import SendGridVia

PAGE = 1000
FEW = 25
"""So many letters are asked for one by one sooner than the windows around them are halved."""
_TIMED = 10
"""So many letters are looked up for the exact time of what happened; for the rest the time of the letter does."""
_TRIES = 3
_MOST_FAULTS = 3
"""So many questions in vain, and no more are asked."""


class EmailLogs:
    def __init__(self, via: SendGridVia, key: str, clock: Clock) -> None:
        self._client = open_client(via, key, keep_alive=False)
        self._clock = clock

    def search(self, letters: Sequence[SoughtLetter], *, wholly: bool) -> Record:
        found = _Findings(letters)
        self._read_windows(found, wholly=wholly)
        self._read_addresses(found)
        self._read_details(found)
        return found.record()

    def _read_windows(self, found: "_Findings", *, wholly: bool) -> None:
        waiting = list(reversed(windows_of(found.letters)))
        while waiting and found.missing() and not found.is_over:
            window = waiting.pop()
            page = self._page(window.question(), found)
            if found.clock and not found.any_time and self._clock.is_elsewhere(found.clock):
                found.any_time, waiting = True, [window_of_all(found.clock)]
            elif page and found.add(page) and found.missing():
                if not wholly and len(found.missing()) <= FEW:
                    found.is_whole = False
                    return
                if window.is_narrowest:
                    found.is_whole = False
                    self._read_failures(window, found)
                else:
                    waiting += reversed(window.halves())

    def _read_failures(self, window: Window, found: "_Findings") -> None:
        """More than a page left in one second: at least what did not arrive is to be known."""
        if not found.is_over and (page := self._page(f"{window.question()} AND {OF_FAILURES}", found)):
            found.add(page)

    def _read_addresses(self, found: "_Findings") -> None:
        """What is not found that way, where there was more than could be read."""
        missing = [] if found.is_whole else found.missing()
        for one in missing if len(missing) <= FEW else ():
            window = window_of_all(found.clock) if found.any_time and found.clock else window_of(one)
            question = question_about(one.address, window)
            if question and not found.is_over and (page := self._page(question, found)):
                found.add(page)

    def _read_details(self, found: "_Findings") -> None:
        """Of what could be one of several letters, and of what happened at a time that matters."""
        for letter in found.undecided():
            if not found.is_over:
                found.decide(letter, self._detail(letter, found))
        for attempt, letter in found.untimed()[:_TIMED]:
            if not found.is_over and (detail := self._detail(letter, found)) and detail.entries:
                found.entries[attempt] = detail.entries

    def _page(self, question: str, found: "_Findings") -> Page | None:
        reply = self._ask("POST", "/v3/logs", found, json.dumps({"query": question, "limit": PAGE}).encode())
        page = read_page(reply) if reply and reply.status == 200 else None
        if reply and page is None:
            found.fail(_why(reply.status), is_final=reply.status in {401, 403, 404, 429})
        return page

    def _detail(self, letter: LoggedLetter, found: "_Findings") -> Detail | None:
        reply = self._ask("GET", f"/v3/logs/{quote(letter.id, safe='')}", found)
        detail = read_detail(reply) if reply else None
        if reply and detail is None:
            found.fail(_why(reply.status), is_final=reply.status in {401, 403, 429})
        return detail

    def _ask(self, method: str, path: str, found: "_Findings", body: bytes | None = None) -> Reply | None:
        """None where there is no answer. A server that asks us to wait is given its time."""
        reply = self._client.call(method, path, body)
        for _time in range(_TRIES - 1):
            if not isinstance(reply, Reply) or reply.status != 429:
                break
            time.sleep(wait_after(reply, time.time()))
            reply = self._client.call(method, path, body)
        if isinstance(reply, Silence):
            found.fail(_("No contact with SendGrid ({fault}).").format(fault=reply.fault), is_final=True)
            return None
        found.clock = reply.clock or found.clock
        return reply


@dataclass
class _Findings:
    """What has been read so far. ``any_time``: the times of the record say nothing (``Clock.is_elsewhere``)."""

    letters: Sequence[SoughtLetter]
    entries: dict[str, Sequence[RecordEntry]] = field(default_factory=dict)
    clock: datetime | None = None
    any_time: bool = False
    is_whole: bool = True
    is_over: bool = False
    troubles: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_hash: dict[str, list[SoughtLetter]] = {}
        for one in self.letters:
            if key := hash_text(one.address):
                self._by_hash.setdefault(key, []).append(one)
        self._seen: set[tuple[str, str]] = set()
        self._exact: dict[str, LoggedLetter] = {}
        self._possible: dict[str, list[LoggedLetter]] = {}
        self._candidates: dict[str, tuple[LoggedLetter, list[SoughtLetter]]] = {}
        self._others = 0

    def add(self, page: Page) -> bool:
        """Keep what is ours of a page; whether there may be more than it shows."""
        for letter in page.letters:
            if (letter.id, letter.hash) not in self._seen:
                self._seen.add((letter.id, letter.hash))
                self._take(letter)
        return page.is_cut or page.count >= PAGE

    def _take(self, letter: LoggedLetter) -> None:
        ours = self._by_hash.get(letter.hash, ())
        exact = next((one for one in ours if letter.is_of_call(one.provider_id)), None)
        fitting = [one for one in ours if one.provider_id is None and self._fits(one, letter)]
        if exact:
            self._exact[exact.attempt], self.entries[exact.attempt] = letter, [letter.entry]
        elif fitting:
            self._candidates[letter.id + letter.hash] = letter, fitting
            for one in fitting:
                self._possible.setdefault(one.attempt, []).append(letter)
        else:
            self._others += 1

    def _fits(self, one: SoughtLetter, letter: LoggedLetter) -> bool:
        window = window_of(one)
        return self.any_time or window.start <= letter.created < window.end

    def missing(self) -> list[SoughtLetter]:
        """Those not found. What may be a letter in doubt, or another's, does not count as found."""
        return [one for one in self.letters if one.attempt not in self.entries and not self._is_the_one(one)]

    def _is_the_one(self, one: SoughtLetter) -> bool:
        letters = self._possible.get(one.attempt, ())
        return not one.is_in_doubt and len(letters) == 1 and len(self._candidates[letters[0].id + letters[0].hash][1]) == 1

    def undecided(self) -> list[LoggedLetter]:
        """Those that need their detail. What fits one letter alone, and is the only one that does, is that letter."""
        found = []
        for letter, fitting in self._candidates.values():
            if len(fitting) == 1 and self._is_the_one(fitting[0]):
                self._exact[fitting[0].attempt], self.entries[fitting[0].attempt] = letter, [letter.entry]
            else:
                found.append(letter)
        return found

    def decide(self, letter: LoggedLetter, detail: Detail | None) -> None:
        _letter, fitting = self._candidates[letter.id + letter.hash]
        one = next((one for one in fitting if detail and one.attempt == detail.attempt), None)
        if one and detail:
            self.entries[one.attempt] = detail.entries or [letter.entry]
        elif detail and detail.attempt:
            self._others += 1
        else:
            self.is_whole = False  # it may be any of them

    def untimed(self) -> list[tuple[str, LoggedLetter]]:
        """What failed, or comes after something else, and is known in short alone."""
        has_events = {one.attempt for one in self.letters if one.has_events}
        return [
            (attempt, letter)
            for attempt, letter in self._exact.items()
            if letter.entry.kind in FAILED_EVENTS or (letter.entry.kind and attempt in has_events)
        ]

    def fail(self, trouble: str, *, is_final: bool) -> None:
        self.troubles[trouble] = self.troubles.get(trouble, 0) + 1
        self.is_whole = False
        self.is_over = self.is_over or is_final or sum(self.troubles.values()) >= _MOST_FAULTS

    def record(self) -> Record:
        return Record(self.entries, tuple(self.troubles), self.is_whole, self.clock, self._others)


def _why(status: int) -> str:
    if status in {401, 403, 404}:
        text = _("The key may not read SendGrid's record of letters ({status}). Give it the right to read Email Logs.")
    elif status == 429:
        text = _("SendGrid's record of letters could not be read: it asks us to wait ({status}). Try again later.")
    else:
        text = _("SendGrid's record of letters could not be read (HTTP {status}). Try again later.")
    return text.format(status=status)
