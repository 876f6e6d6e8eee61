"""Commands run in this process, as the console script runs them, and a log with a past."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsletter.delivery.log import open_log
from newsletter.delivery.run import claims
from newsletter.delivery.run import start as runs
from newsletter.delivery.run.claims import CallOutcomes, make_candidate
from newsletter.delivery.run.plan import AudienceMember
from newsletter.delivery.transports.http.connection import Limits
from newsletter.model.deliveries import Outcome, Status
from newsletter.model.recipients import roster
from newsletter.source import read
from tests.servers.sendgrid import SendGridServer

Run = Callable[..., Result]


@pytest.fixture
def newsletter() -> Run:
    """``newsletter("status", "--json")``: the command with these arguments, standard input without anybody."""
    from newsletter.cli.app import app

    def run(*arguments: str, answers: str = "") -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=answers, prog_name="newsletter")

    return run


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SendGridServer]:
    """The provider, and a key that it takes."""
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.test")
    with SendGridServer() as server:
        yield server


@dataclass(frozen=True)
class History:
    """Letters that were sent once, put into the log by the functions that put them there."""

    workspace: Path

    def sent(
        self,
        issue: str,
        at: str = "2026-09-03T06:00:00.000Z",
        *,
        but: Mapping[str, Status] | None = None,
        is_live: bool = True,
    ) -> None:
        """Every addressee of today's recipients, accepted; those of the associations in ``but`` otherwise."""
        recipients = read(self.workspace, ()).recipients
        assert recipients
        found = roster(recipients.recipients)
        run = runs.new_run(issue, is_live=is_live)
        audience = [
            AudienceMember(
                one.id, one.name, one.type, one.active, tuple(to for to in found.addressees if to.association_id == one.id)
            )
            for one in recipients.recipients.recipients
            if is_live
        ]
        with open_log("sqlite:.newsletter/log.sqlite3", self.workspace, create=True) as log:
            runs.commit_run(log, runs.RunStart(run, "outbox:", False, "digest", {}, audience, at))
            letters = {claims.new_attempt(): one for one in found.addressees}
            candidates = [make_candidate(one.association_id, one.address, attempt) for attempt, one in letters.items()]
            with log.writing() as connection:
                won = claims.record_and_claim(connection, run, [], candidates, at)
            answers = {
                attempt: (but or {}).get(one.association_id, Status.ACCEPTED)
                for attempt, one in letters.items()
                if attempt in won
            }
            returned = [
                CallOutcomes([attempt], [Outcome(status, provider_id="id-1")])
                for attempt, status in answers.items()
                if status is not Status.SENDING
            ]
            with log.writing() as connection:
                claims.record_and_claim(connection, run, returned, [], at)


@pytest.fixture
def history(workspace: Path) -> History:
    return History(workspace)


@pytest.fixture
def in_september(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two days before the third report of 2026 is due."""
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-09-08T10:00:00+02:00")


@pytest.fixture
def settles_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute goes fast before letters are taken back. Where a call can be acted on late, the test says so by ``timeout``:
    there the wait is twice as long, as it is in life.
    """
    monkeypatch.setattr(Limits, "settle", property(lambda limits: 0.05 if limits.each > 1 else 2 * limits.each))
