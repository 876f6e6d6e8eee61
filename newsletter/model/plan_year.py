"""One year of the activity plan: what it asks for, when, of whom, and what has been changed in it since."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from newsletter.model.addresses import Email
from newsletter.model.base import N_, Model
from newsletter.model.values import IsoDate, Line, Lines, WholeNumber, YesNo

_Days = Annotated[int, WholeNumber(0, 90)]
Target = Annotated[int, WholeNumber(1, 52)]
Approvals = Annotated[int, WholeNumber(0, 2)]


class Editor(Model):
    name: Line = Field(description=N_("The editor's name."))
    email: Email = Field(description=N_("Where test letters and reminders go."))


class Topic(Model):
    id: Line = Field(description=N_("The word written after topic: in an issue."))
    label: Line = Field(description=N_("The words printed in the letter."))


class Approver(Model):
    name: Line | None = Field(None, description=N_("The approver's name."))
    role: Line = Field(description=N_("The approver's role."))
    email: Email | None = Field(None, description=N_("Where reminders to approve go; without it nobody is reminded."))


class Member(Model):
    """An elected member: who is expected to contribute, and about which boards."""

    name: Line = Field(description=N_("First name and surname, as contributions are signed."))
    boards: Lines = Field((), description=N_("The boards the member sits in: their short names under boards."))
    role: Line | None = Field(None, description=N_("The member's role: ledamot, ersättare, gruppledare."))
    email: Email | None = Field(None, description=N_("Where reminders to contribute go; without it nobody is reminded."))
    contributes: YesNo = Field(True, description=N_("nej for a member who is not expected to contribute."))


class Deadlines(Model):
    """Days before an issue is due; the year wheel is counted back from them."""

    contributions: _Days = Field(14, description=N_("Days before the due date that contributions are to be in."))
    draft: _Days = Field(7, description=N_("Days before the due date that the issue is to be written."))
    approval: _Days = Field(3, description=N_("Days before the due date that the issue is to be approved."))


class Change(Model):
    """What the plan was changed to, and from which day: what held before is still known."""

    date: IsoDate = Field(description=N_("From which day the change holds, year-month-day."))
    reason: Line = Field(description=N_("Why, and who decided it: shown in the account of the year."))
    target: Target | None = Field(None, description=N_("The new number of reports."))
    due: tuple[IsoDate, ...] = Field((), description=N_("The new due dates, from that day on."))
    approvals: Approvals | None = Field(None, description=N_("The new number of approvals."))


class PlanYear(Model):
    target: Target = Field(4, description=N_("How many reports the plan asks for."))
    due: tuple[IsoDate, ...] = Field((), description=N_("The last day for each report, in order."))
    sittings: tuple[IsoDate, ...] = Field(
        (), description=N_("The sittings of the assembly; without due, due dates are counted back from them.")
    )
    days_before_sitting: _Days = Field(7, description=N_("How many days before a sitting the report is due."))
    deadlines: Deadlines = Field(
        default_factory=lambda: Deadlines(), description=N_("How many days before the due date the work is to be done.")
    )
    editor: Editor | None = Field(None, description=N_("The year's editor; else the one under editor:."))
    members: tuple[Member, ...] = Field((), description=N_("The elected members, their boards, and who is to contribute."))
    topics: tuple[Topic, ...] = Field((), description=N_("The year's focus issues."))
    boards: dict[str, Line] = Field(default_factory=dict, description=N_("Short names of boards and their full names."))
    approvers: tuple[Approver, ...] = Field((), description=N_("Who approves an issue before it is sent."))
    approvals: Approvals | None = Field(
        None, description=N_("How many of them must approve, 0 to 2; all that are named, if this is left out.")
    )
    changes: tuple[Change, ...] = Field((), description=N_("Later changes of the plan, each with its date and reason."))

    @property
    def changes_in_order(self) -> tuple[Change, ...]:
        return tuple(sorted(self.changes, key=lambda change: change.date))

    def target_on(self, day: date) -> int:
        """How many reports the plan asked for on ``day``."""
        return next((one.target for one in self._until(day) if one.target is not None), self.target)

    def approvals_on(self, day: date) -> int:
        """How many must approve an issue that is sent on ``day``."""
        first = self.approvals if self.approvals is not None else min(len(self.approvers), 2)
        return next((one.approvals for one in self._until(day) if one.approvals is not None), first)

    @property
    def last_target(self) -> int:
        """What the year ended with, or will if nothing more is changed."""
        return self.target_on(date.max)

    def _until(self, day: date) -> Iterator[Change]:
        """The changes that held on ``day``, the latest first."""
        return (change for change in reversed(self.changes_in_order) if change.date <= day)
