"""``newsletter status``: how the year stands, and what to do next."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsletter.accounting import YearFacts
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import emit_json, note, say, warn
from newsletter.cli.show.overview import show_overview
from newsletter.cli.show.status_document import status_document
from newsletter.cli.show.words import listing
from newsletter.cli.show.year import headline, losses, next_sentences, show_year
from newsletter.disk import write_whole
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.settings import Settings
from newsletter.operations.gathering import gather_facts, issues_of_another_log
from newsletter.operations.readiness import status_with_next, with_next
from newsletter.operations.workspace import Workspace
from newsletter.source import read_settings


def show_status(
    *, year: int | None, whole: bool, as_json: bool, page: Path | None, rows: Path | None, workbook: Path | None
) -> None:
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    facts = gather_facts(workspace, settings, year)
    facts = replace(facts, status=with_next(workspace, settings, facts.status))
    if page or rows or workbook:
        for path, content in _make_documents(facts, settings, workspace.directory, page=page, rows=rows, workbook=workbook):
            _write(path, content)
    if as_json:
        emit_json(status_document(facts))
    elif whole:
        show_year(facts.status, settings.timezone, facts.coverage)
    elif not (page or rows or workbook):
        show_overview(facts.status, settings.timezone, facts.coverage)
    _warn_of_no_plan(settings, facts.status.year)
    _warn_of_another_log(workspace, settings)


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as fault:
        raise Refused(
            _("{path} could not be written: {fault}.").format(path=path, fault=fault.strerror or fault),
            _("Give another name, in a folder where you may write."),
        ) from None
    note(_("Wrote {path}.").format(path=path))


def _make_documents(
    facts: YearFacts, settings: Settings, directory: Path, *, page: Path | None, rows: Path | None, workbook: Path | None
) -> Iterator[tuple[Path, bytes]]:
    from newsletter.editions import account  # noqa: PLC0415 - Jinja and XlsxWriter come with it, and most ask for neither

    if page:
        yield page, account.account_page(facts, settings, directory).encode()
    if rows:
        yield rows, account.csv_bytes(account.evidence_table(facts.matrix))
    if workbook:
        title = f"{settings.organisation.group} {facts.status.year}"
        yield workbook, account.xlsx_bytes(account.account_tables(facts, settings.timezone), title, facts.as_of)


def show_summary() -> None:
    """A sentence on the year and what to do next: what bare ``newsletter`` says in a workspace."""
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    found = status_with_next(workspace, settings)
    for sentence in (headline(found), *next_sentences(found), *losses(found)):
        say(sentence)
    if found.next is None:
        say(_("Begin the next issue with “{command}”.").format(command="newsletter new"))
    _warn_of_no_plan(settings, found.year)
    _warn_of_another_log(workspace, settings)


def _warn_of_no_plan(settings: Settings, year: int) -> None:
    """After New Year: no decision stands behind the days that are shown."""
    earlier = [planned for planned in settings.plan if planned <= year]
    if earlier and year not in earlier:
        text = _(
            "newsletter.yaml has no plan for {year}: target, boards and focus issues are those of {borrowed}, and each report "
            "is due when its quarter ends. Write {year}: under plan."
        )
        warn(text.format(year=year, borrowed=max(earlier)))


def _warn_of_another_log(workspace: Workspace, settings: Settings) -> None:
    try:
        issues = issues_of_another_log(workspace, settings)
    except Refused as refused:  # a receipt that cannot be read; the account has been given all the same
        warn(refused.message)
        return
    if issues:
        text = _(
            "The receipts show that {issues} left through another sending log, which this account knows nothing of. "
            "Put that log back."
        )
        warn(text.format(issues=listing(issues)))
