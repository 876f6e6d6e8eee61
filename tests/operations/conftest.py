"""An issue that is ready to be sent, from a workspace of its own: no process, no network, no screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsletter.delivery.log import SendLog
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.run import locks, read_stops
from newsletter.delivery.run import start as runs
from newsletter.delivery.run.engine import Progress
from newsletter.delivery.run.plan import Plan
from newsletter.delivery.transports import parse_via
from newsletter.model.plan_year import Approver
from newsletter.operations.preparing import Prepared, prepare
from newsletter.operations.sending.news import Intention, News
from newsletter.operations.sending.order import Order, Sending, choose_roster
from newsletter.operations.workspace import Workspace
from tests.conftest import ROOT

ISSUE = "2026-q3"
HOW_MANY = 21
NOW = datetime(2026, 9, 10, 8, tzinfo=UTC)
NOBODY_THERE = "sendgrid+http://127.0.0.1:9"
"""Live, but for a trial: a port where nothing listens, so that a call by mistake is refused by this machine."""


@dataclass
class Listener:
    """Hears what a sending says, answers its question, and follows the engine to the end."""

    says_yes: bool = False
    heard: list[News] = field(default_factory=list)
    asked: list[Intention] = field(default_factory=list)

    def tell(self, news: News) -> None:
        self.heard.append(news)

    def confirm(self, intention: Intention) -> bool:
        self.asked.append(intention)
        return self.says_yes

    def follow(self, _plan: Plan, steps: Iterator[Progress]) -> None:
        for _step in steps:
            pass

    def one(self, kind: type[News]) -> News:
        (found,) = [news for news in self.heard if isinstance(news, kind)]
        return found


@pytest.fixture(scope="session")
def _compiled() -> Prepared:
    return prepare(ROOT, ISSUE)


@pytest.fixture
def prepared(_compiled: Prepared, workspace: Path) -> Prepared:
    """The third sample issue, as ``prepare`` gives it for a workspace that has sent nothing."""
    return replace(_compiled, directory=workspace)


@pytest.fixture
def place(workspace: Path) -> Workspace:
    """A quiet morning in September, and a key that the provider would take."""
    return Workspace(workspace, Clock(lambda: NOW), lambda: {"SENDGRID_API_KEY": "SG.test"})


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def order() -> Order:
    return Order(NOBODY_THERE, parse_via(NOBODY_THERE))


@pytest.fixture
def rehearsal() -> Order:
    return Order("outbox:", parse_via("outbox:"))


@contextmanager
def sending_of(place: Workspace, prepared: Prepared, order: Order, listener: Listener) -> Iterator[Sending]:
    """A run that has its log and its lock, and has not begun."""
    with place.open_log(prepared.settings, create=True) as log:
        key = runs.new_run(ISSUE, is_live=order.is_live)
        lock = locks.take_lock(log, key.id)
        assert lock
        try:
            roster = choose_roster(prepared, order, read_stops(log, prepared.recipients.recipients))
            yield Sending(place, prepared, order, roster, log, key, lock, keeper=None, reporter=listener)
        finally:
            lock.release()


def with_settings(prepared: Prepared, **delivery: object) -> Prepared:
    """The same issue under other settings of ``delivery``."""
    settings = prepared.settings
    changed = settings.model_copy(update={"delivery": settings.delivery.model_copy(update=delivery)})
    return replace(prepared, settings_file=replace(prepared.settings_file, settings=changed))


def with_approver(prepared: Prepared) -> Prepared:
    """The same issue under a plan that asks the chair to approve it."""
    settings = prepared.settings
    plan = settings.plan[2026].model_copy(update={"approvers": (Approver(role="Ordförande"),), "approvals": 1})
    changed = settings.model_copy(update={"plan": {**settings.plan, 2026: plan}})
    return replace(prepared, settings_file=replace(prepared.settings_file, settings=changed))


def receipt_of(place: Workspace) -> Path:
    return place.directory / "issues" / f"{ISSUE}.sent.json"


def live_runs(log: SendLog) -> int:
    return len(log.live_runs(ISSUE))
