"""``newsletter status``: how the year stands, and what to do next."""

from typing import TYPE_CHECKING, Any

import click

from newsletter.cli.numbers import Between
from newsletter.cli.output import emit_json, say, warn
from newsletter.cli.readiness import status_with_next
from newsletter.cli.words import listing
from newsletter.cli.workspace import find_directory
from newsletter.cli.year_account import issues_of_another_log
from newsletter.cli.year_view import headline, next_sentences, show
from newsletter.locale import _

if TYPE_CHECKING:
    from pathlib import Path

    from newsletter.accounting import AssociationStatus, IssueStatus, YearStatus
    from newsletter.model.settings import Settings


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_("Show how the year stands: the reports sent, whom they reached, and what is to be done next."),
    short_help=_("Show the year's reports and what remains."),
)
@click.argument("year", metavar=_("[YEAR]"), type=Between(2000, 2099), required=False, help=_("Another year than this one."))
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
def status(year: int | None, as_json: bool) -> None:  # noqa: FBT001 - Click calls by name
    from newsletter.source import read_settings

    directory = find_directory()
    settings = read_settings(directory).settings
    found = status_with_next(directory, settings, year)
    if as_json:
        emit_json(as_document(found))
    else:
        show(found, settings.timezone)
    _warn_of_another_log(directory, settings)


def one_sentence() -> None:
    """What bare ``newsletter`` says in a workspace."""
    from newsletter.source import read_settings

    directory = find_directory()
    settings = read_settings(directory).settings
    found = status_with_next(directory, settings)
    for sentence in (headline(found), *next_sentences(found)):
        say(sentence)
    if found.next is None:
        say(_("Begin the next issue with “{command}”.").format(command="newsletter new"))
    _warn_of_another_log(directory, settings)


def _warn_of_another_log(directory: "Path", settings: "Settings") -> None:
    from newsletter.model.diagnostics import Refused

    try:
        issues = issues_of_another_log(directory, settings)
    except Refused as refused:  # a receipt that cannot be read; the account has been given all the same
        warn(refused.message)
        return
    if issues:
        text = _(
            "The receipts show that {issues} left through another sending log, which this account knows nothing of. "
            "Put that log back."
        )
        warn(text.format(issues=listing(issues)))


def as_document(found: "YearStatus") -> dict[str, Any]:
    """The promise of design.md 7: keys are only ever added."""
    next_ = found.next
    return {
        "schema": 1,
        "year": found.year,
        "target": found.target,
        "done": found.done,
        "complete": found.complete,
        "next": next_ and {"issue": next_.issue, "due": next_.due.isoformat(), "days": next_.days, "command": next_.command},
        "issues": [_issue(issue) for issue in found.issues],
        "associations": [_association(association) for association in found.associations if association.counted],
        "targets": [{"from": one.first_day.isoformat(), "target": one.target, "reason": one.reason} for one in found.targets],
    }


def _issue(issue: "IssueStatus") -> dict[str, Any]:
    return {
        "id": issue.id,
        "title": issue.title,
        "type": issue.type,
        "first_sent": issue.first_sent and issue.first_sent.isoformat(),
        "leaves": issue.leaves and issue.leaves.isoformat(),
        "audience": issue.audience,
        "reached": issue.reached,
        "letters": dict(issue.letters),
    }


def _association(association: "AssociationStatus") -> dict[str, Any]:
    return {
        "id": association.id,
        "name": association.name,
        "active": association.active,
        "reports": association.reports,
        "issues": dict(association.issues),
    }
