"""What a report is written from, and where each of its statements comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from newsletter.accounting import IssueStatus, Undertaking, YearFacts
from newsletter.delivery.log import Run
from newsletter.editions.documents import Note
from newsletter.editions.site.published import Published
from newsletter.letter.swedish import NBSP, whole_date
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings

DIGITS = 12
"""Of a digest or a run's id: enough to find it by."""


@dataclass(frozen=True, slots=True)
class Material:
    """``log`` is the sending log's id, ``runs`` its live runs of the year's issues, of which ``recalled`` were taken back;
    ``reports`` what has been sent in the year, the oldest first, ``issues`` their contents as they were sent. ``day`` is the
    day of the account, by the end of which all is told.
    """

    facts: YearFacts
    settings: Settings
    log: str
    runs: tuple[Run, ...]
    recalled: frozenset[str]
    reports: tuple[Published, ...]
    issues: Mapping[str, Issue]
    undertakings: tuple[Undertaking, ...]
    day: date

    @property
    def as_of(self) -> datetime:
        """Noon of the day: what a document is dated by."""
        return datetime.combine(self.day, time(12), ZoneInfo(self.settings.timezone))

    @property
    def year(self) -> int:
        return self.facts.status.year

    @property
    def sent_issues(self) -> tuple[IssueStatus, ...]:
        """All the year's sent issues, also corrections, which do not count."""
        return tuple(issue for issue in self.facts.status.issues if issue.first_sent)

    def day_of(self, moment: datetime) -> str:
        return whole_date(self.local(moment))

    def hour(self, moment: datetime) -> str:
        """``10 december 2026 kl. 07.30``."""
        local = self.local(moment)
        return f"{whole_date(local)} kl.{NBSP}{local:%H.%M}"

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.settings.timezone))

    def from_log(self, issue: str) -> Note:
        """The rows of one issue."""
        runs = [
            f"{run.id[:DIGITS]} ({self.hour(datetime.fromisoformat(run.started))})" for run in self.runs if run.issue == issue
        ]
        told = f"körning {', '.join(runs)}" if runs else "ingen körning"
        return Note(f"Utskicksloggen {self.log}, {issue}: {told}. Visas med ”newsletter log {issue}”.")

    def from_account(self) -> Note:
        """What is added up over the year's rows."""
        return Note(
            f"Utskicksloggen {self.log}, som den stod {whole_date(self.day)}. Visas med ”newsletter status {self.year}”."
        )

    def from_plan(self) -> Note:
        earlier = [year for year in self.settings.plan if year <= self.year]
        if earlier and self.year not in earlier:  # domain.md 4.8
            return Note(f"newsletter.yaml, plan {max(earlier)}, som gäller tills {self.year} har en egen.")
        return Note(f"Verksamhetsplanen: newsletter.yaml, plan {self.year}.")

    def from_issue(self, issue: str) -> Note:
        """The issue's own words, as they were sent."""
        report = next((one for one in self.reports if one.id == issue), None)
        if report is None:
            return Note(f"issues/{issue}.yaml.")
        form = report.last
        return Note(
            f"issues/{issue}.yaml, så som numret skickades {self.day_of(form.sent)} (innehåll {form.content.digest[:DIGITS]})."
        )
