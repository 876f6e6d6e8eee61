"""``newsletter approve``: an approver answers for exactly what is sent, to exactly whom; or takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from newsletter.cli.clock import now
from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import confirm, emit_json, is_interactive, note, say, table
from newsletter.cli.show.approval import show_changes
from newsletter.cli.show.diagnostics import show_new_warnings
from newsletter.cli.show.left_out import stop_lines
from newsletter.cli.show.words import short_names
from newsletter.delivery.approval import Approval, ApprovalState, CheckedApproval, SendingProposal
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Refused
from newsletter.operations.approving import (
    ApprovalQuestion,
    ApprovalReport,
    Given,
    approve,
    approver_of,
    report_approval,
    rule_of,
    sentence,
    withdraw,
)
from newsletter.operations.preparing import Prepared, prepare
from newsletter.operations.words import listing, moment_words
from newsletter.operations.workspace import Workspace

SHOWN_OF_A_DIGEST = 12


def approve_issue(*, issue: str, role: str | None, withdraws: bool, reason: str | None, yes: bool, as_json: bool) -> Exit:
    _refuse_half_an_order(role, reason, withdraws=withdraws)
    workspace = find_workspace()
    prepared = prepare(workspace.directory, issue)
    show_new_warnings(prepared.warnings, workspace.directory, prepared.issue.id)
    if role is None:
        report: ApprovalReport | None = report_approval(workspace, prepared)
    else:
        approver = approver_of(prepared, rule_of(prepared, workspace.today(prepared.settings.timezone)), role)
        if withdraws:
            report = _withdraw(workspace, prepared, approver, reason or "")
        else:
            report = _approve(workspace, prepared, approver, yes=yes)
    if report is None:
        return Exit.REFUSED
    if as_json:
        emit_json(as_document(report.proposal, report.state))
    else:
        _show(report, prepared, briefly=role is not None)
    return Exit.DONE if report.state.may_be_sent or role is not None else Exit.REFUSED


def _refuse_half_an_order(role: str | None, reason: str | None, *, withdraws: bool) -> None:
    if withdraws and not (role and reason and reason.strip()):
        raise click.UsageError(_("Say also whose approval is taken back and why: --as and --reason."))
    if reason is not None and not withdraws:
        raise click.UsageError(_("--reason goes with --withdraw."))
    if role is not None and not role.strip():
        raise click.UsageError(_("Say who approves: --as."))


def _approve(workspace: Workspace, prepared: Prepared, approver: str, *, yes: bool) -> ApprovalReport | None:
    given = approve(workspace, prepared, approver, _Question(prepared, yes).ask)
    match given:
        case None:
            note(_("Interrupted. Nothing was approved."))
            return None
        case Given(was_given=True):
            note(_("Nothing to do: {approver} has already approved exactly this.").format(approver=given.approver))
    return given.report


def _withdraw(workspace: Workspace, prepared: Prepared, approver: str, reason: str) -> ApprovalReport:
    withdrawn = withdraw(workspace, prepared, approver, reason)
    note(_("The approval by {approver} is withdrawn.").format(approver=approver))
    if withdrawn.has_letters:
        note(
            _(
                "Letters that have been sent already stay sent, and a sending in progress or waiting goes on: "
                "see “newsletter recall”."
            )
        )
    return withdrawn.report


@dataclass(frozen=True, slots=True)
class _Question:
    prepared: Prepared
    yes: bool

    def ask(self, question: ApprovalQuestion) -> bool:
        """Show what the approval binds, and what has changed since the last; then ask, unless --yes answers."""
        show_changes(question.changes, self.prepared.names)
        for line in stop_lines(question.left_out, self.prepared.settings.timezone, now()):
            note(line)
        _show_bound(question.proposal, self.prepared, self.prepared.names)
        if self.yes:
            return True
        if not is_interactive():
            raise Refused(
                _("There is nobody here to answer. Nothing was approved."), _("Give --yes to approve without being asked.")
            )
        return confirm(_("Do you approve this as {approver}?").format(approver=question.approver))


def _show_bound(proposal: SendingProposal, prepared: Prepared, names: Mapping[str, str]) -> None:
    counts = [len(those) for those in proposal.audience.values()]
    shown = short_names([names[association] for association in proposal.audience])
    to = listing(f"{name} ({count})" if count > 1 else name for name, count in zip(shown, counts, strict=True))
    letters = ngettext("{n} letter", "{n} letters", proposal.addressees).format(n=proposal.addressees)
    associations = ngettext("to {m} association", "to {m} associations", len(proposal.audience))
    note(_("{issue} “{title}”").format(issue=proposal.issue, title=prepared.issue.issue.title))
    note("  " + _("Subject: {subject}").format(subject=prepared.content.subject))
    note("  " + _("From: {name} <{address}>").format(name=proposal.sender.name, address=proposal.sender.address))
    note("  " + _("Answers to: {address}").format(address=proposal.sender.reply_to))
    note(
        "  "
        + _("To: {letters} {associations}: {to}").format(
            letters=letters, associations=associations.format(m=len(proposal.audience)), to=to
        )
    )
    note("  " + _("Content: {digest}").format(digest=proposal.digest[:SHOWN_OF_A_DIGEST]))
    note(_("Any later change of this voids the approval; a corrected address in one of these associations does not."))


def _show(report: ApprovalReport, prepared: Prepared, *, briefly: bool) -> None:
    state = report.state
    if state.checked and not briefly:
        rows = [
            (
                one.approval.approver,
                moment_words(one.approval.at, prepared.settings.timezone),
                one.approval.proposal.digest[:SHOWN_OF_A_DIGEST],
                _standing(one),
            )
            for one in state.checked
        ]
        table((_("Approver"), _("Time"), _("Content"), _("Stands")), rows)
        show_changes(report.changes, prepared.names)
        say()
    say(sentence(state))
    if state.missing:
        command = f'newsletter approve {report.proposal.issue} --as "{state.missing[0]}"'
        say(_("Still to approve: {approvers}. Run “{command}”.").format(approvers=listing(state.missing), command=command))


def _standing(one: CheckedApproval) -> str:
    if one.approval.withdrawn:
        return _("withdrawn: {reason}").format(reason=one.approval.reason)
    return _("holds") if one.is_valid else _("changed since")


def as_document(proposal: SendingProposal, state: ApprovalState) -> dict[str, Any]:
    """Keys are only ever added. No addresses: who differs is told by association."""
    return {
        "schema": 1,
        "issue": proposal.issue,
        "state": state.status,
        "may_be_sent": state.may_be_sent,
        "needed": state.rule.needed,
        "approvers": list(state.rule.approvers),
        "missing": list(state.missing),
        "digest": proposal.digest,
        "letters": proposal.addressees,
        "associations": {association: len(those) for association, those in proposal.audience.items()},
        "approvals": [_approval(one.approval, one) for one in state.checked],
    }


def _approval(approval: Approval, held: CheckedApproval) -> dict[str, Any]:
    return {
        "as": approval.approver,
        "at": approval.at,
        "digest": approval.proposal.digest,
        "holds": held.is_valid,
        "withdrawn": approval.withdrawn or None,
        "reason": approval.reason or None,
        "changes": {
            "content": held.difference.content,
            "sender": held.difference.sender,
            "recipients": [
                {"association": one.association, "change": one.change, "voids": one.change.voids}
                for one in held.difference.recipients
            ],
        },
    }
