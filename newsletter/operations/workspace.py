"""The workspace as operations take it: where they work, and all that they may know of the world outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from newsletter.delivery.log import SendLog, open_log, receipt_names
from newsletter.delivery.outgoing import Clock
from newsletter.delivery.transports import Via, open_keeper
from newsletter.delivery.waiting import Keeper
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.settings import Settings
from newsletter.model.urls import split_url
from newsletter.source import issue_ids, refuse_unknown_issue


@dataclass(frozen=True, slots=True)
class Workspace:
    """``directory`` holds ``newsletter.yaml``. ``secrets`` reads the keys and passwords when one is needed: a file of them
    that cannot be read must not stop an operation that needs none. ``log`` is a URL that goes before ``delivery.log``.
    """

    directory: Path
    clock: Clock
    secrets: Callable[[], Mapping[str, str]]
    log: str | None = None

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return self.clock.now()

    def today(self, timezone: str) -> date:
        """The date that the calendar on the wall shows in ``timezone``."""
        return self.now().astimezone(ZoneInfo(timezone)).date()

    def open_log(self, settings: Settings, *, create: bool = False) -> SendLog:
        """The sending log; one that does not exist reads as empty, unless ``create``. Raises ``Refused``."""
        return open_log(log_url(settings, self.log), self.directory, create=create, secrets=self.secrets())

    def keeper(self, via: Via) -> Keeper:
        """The provider that keeps letters sent through ``via``; ``Refused`` where they cannot wait."""
        return open_keeper(via, secrets=self.secrets(), clock_is_replaced=self.clock.is_replaced)


def require_known_issue(workspace: Workspace, log: SendLog, issue: str | None) -> None:
    """``Refused`` for an issue that neither the files, the log nor the receipts know: that nothing was sent of it is true of
    every misspelt name.
    """
    if issue is not None:
        sent = {delivery.issue for delivery in log.deliveries(realm=None)}
        refuse_unknown_issue(issue, sorted({*issue_ids(workspace.directory), *receipt_names(workspace.directory), *sent}))


def log_url(settings: Settings, given: str | None) -> str:
    """``given``, else ``delivery.log`` of the settings; ``Refused`` if it carries a password."""
    url = given or settings.delivery.log
    parts = split_url(url)
    if "://" in url and parts and parts.password is not None:
        raise Refused(
            _("The address of the sending log must not contain a password."),
            _("Put the password in PGPASSWORD or in the file .pgpass."),
        )
    return url
