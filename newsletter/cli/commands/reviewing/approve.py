"""``newsletter approve``: somebody answers for exactly what is sent, to exactly whom; or takes it back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from newsletter.cli.clock import now, today
from newsletter.cli.exits import Exit
from newsletter.cli.output import confirm, emit_json, is_interactive, note, say, table
from newsletter.cli.read.completion import complete_issue
from newsletter.cli.show.approval import sentence, short_digest, show_changes
from newsletter.cli.show.diagnostics import show_diagnostics
from newsletter.cli.show.words import listing, moment_words
from newsletter.cli.show.year import short_names
from newsletter.cli.workspace import find_directory, opened_log
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.delivery import SendLog
    from newsletter.delivery.approval import Approval, ApprovalState, Held, Proposal, Rule
    from newsletter.operations.preparing import Prepared


@dataclass(frozen=True, slots=True)
class _Matter:
    """An issue as it is now, and what the plan asks before it may be sent."""

    prepared: "Prepared"
    proposal: "Proposal"
    rule: "Rule"

    @property
    def timezone(self) -> str:
        return self.prepared.settings.timezone

    def state(self, log: "SendLog") -> "ApprovalState":
        from newsletter.delivery.approval import approval_state
        from newsletter.delivery.approvals import approvals

        return approval_state(self.rule, approvals(log, self.proposal.issue), self.proposal)


@click.command(
    help=_(
        "Approve an issue: exactly this content, from this sender, to these associations. Without --as: show how it stands; "
        "exit code 0 if it may be sent as far as approval goes, else 1."
    ),
    short_help=_("Approve an issue before it is sent."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("ISSUE"), shell_complete=complete_issue, help=_("For example 2026-q3."))
@click.option("--as", "role", metavar=_("ROLE"), help=_("Who approves: a role or name from the plan's approvers."))
@click.option("--withdraw", is_flag=True, help=_("Take the approval back instead; it stays in the log that it was given."))
@click.option("--reason", metavar=_("TEXT"), help=_("Why it is taken back."))
@click.option("--yes", is_flag=True, help=_("Answer yes to all questions."))
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
def approve(  # noqa: PLR0917 - Click calls by name
    issue: str,
    role: str | None,
    withdraw: bool,  # noqa: FBT001 - the same
    reason: str | None,
    yes: bool,  # noqa: FBT001 - the same
    as_json: bool,  # noqa: FBT001 - the same
) -> int:
    from newsletter.delivery.approval import rule_for
    from newsletter.operations.preparing import prepare, refuse_draft

    _refuse_half_an_order(role, reason, withdraw=withdraw)
    directory = find_directory()
    prepared = prepare(directory, issue)
    show_diagnostics(prepared.warnings, prepared.directory, "short")
    settings = prepared.settings
    rule = rule_for(settings, prepared.issue.issue.year, today(settings.timezone))
    matter = _Matter(prepared, prepared.proposal(), rule)
    if role is not None:
        approver = _approver(matter, role)
        if not withdraw:
            refuse_draft(prepared)
    with opened_log(settings, directory, create=role is not None) as log:
        if role is not None and not (
            _withdrawn(log, matter, approver, reason or "") if withdraw else _approved(log, matter, approver, yes=yes)
        ):
            return Exit.REFUSED
        state = matter.state(log)
        if as_json:
            emit_json(as_document(matter.proposal, state))
        else:
            _show(log, matter, state, briefly=role is not None)
    return Exit.DONE if state.may_be_sent or role is not None else Exit.REFUSED


def _refuse_half_an_order(role: str | None, reason: str | None, *, withdraw: bool) -> None:
    if withdraw and not (role and reason and reason.strip()):
        raise click.UsageError(_("Say also whose approval is taken back and why: --as and --reason."))
    if reason is not None and not withdraw:
        raise click.UsageError(_("--reason goes with --withdraw."))
    if role is not None and not role.strip():
        raise click.UsageError(_("Say who approves: --as."))


def _approver(matter: _Matter, role: str) -> str:
    """What the approver is known by; Refused for one whom the plan does not name."""
    from newsletter.delivery.approval import approver_called
    from newsletter.model.diagnostics import Refused
    from newsletter.model.settings import plan_for

    if not matter.rule.approvers:
        return " ".join(role.split())
    planned = plan_for(matter.prepared.settings, matter.prepared.issue.issue.year).approvers
    found = approver_called(planned, role)
    if found is None:
        raise Refused(
            _("The plan names no approver called “{role}”, or several.").format(role=role),
            _("Choose among: {list}.").format(list=", ".join(matter.rule.approvers)),
        )
    return found


def _approved(log: "SendLog", matter: _Matter, approver: str, *, yes: bool) -> bool:
    from newsletter.delivery.approvals import approve as bind
    from newsletter.delivery.log import timestamp
    from newsletter.model.diagnostics import Refused

    if not matter.proposal.audience:
        raise Refused(_("There is nobody to send {issue} to.").format(issue=matter.proposal.issue), _("See recipients.yaml."))
    latest = _latest(matter.state(log), approver)
    if latest and latest.holds and not latest.difference.is_any:
        note(_("Nothing to do: {approver} has already approved exactly this.").format(approver=latest.approval.approver))
        return True
    if latest and not latest.approval.withdrawn:
        content, names = matter.prepared.content, matter.prepared.names
        show_changes(log, [latest], content, matter.proposal.sender, names)
    _bound(matter)
    if not yes and not is_interactive():
        raise Refused(
            _("There is nobody here to answer. Nothing was approved."), _("Give --yes to approve without being asked.")
        )
    if not yes and not confirm(_("Do you approve this as {approver}?").format(approver=approver)):
        note(_("Interrupted. Nothing was approved."))
        return False
    bind(log, matter.proposal, matter.prepared.record(), approver, timestamp(now()))
    return True


def _bound(matter: _Matter) -> None:
    """What the approval binds: whoever answers for it sees it."""
    proposal, names = matter.proposal, matter.prepared.names
    counts = [len(those) for those in proposal.audience.values()]
    shown = short_names([names[association] for association in proposal.audience])
    to = listing(f"{name} ({count})" if count > 1 else name for name, count in zip(shown, counts, strict=True))
    letters = ngettext("{n} letter", "{n} letters", proposal.addressees).format(n=proposal.addressees)
    associations = ngettext("to {m} association", "to {m} associations", len(proposal.audience))
    note(_("{issue} “{title}”").format(issue=proposal.issue, title=matter.prepared.issue.issue.title))
    note("  " + _("Subject: {subject}").format(subject=matter.prepared.content.subject))
    note("  " + _("From: {name} <{address}>").format(name=proposal.sender.name, address=proposal.sender.address))
    note("  " + _("Answers to: {address}").format(address=proposal.sender.reply_to))
    note(
        "  "
        + _("To: {letters} {associations}: {to}").format(
            letters=letters, associations=associations.format(m=len(proposal.audience)), to=to
        )
    )
    note("  " + _("Content: {digest}").format(digest=short_digest(proposal.digest)))
    note(_("Any later change of this voids the approval; a corrected address in one of these associations does not."))


def _withdrawn(log: "SendLog", matter: _Matter, approver: str, reason: str) -> bool:
    from newsletter.delivery.approvals import withdraw
    from newsletter.delivery.log import timestamp
    from newsletter.model.diagnostics import Refused

    latest = _latest(matter.state(log), approver)
    if latest is None or latest.approval.withdrawn or not withdraw(log, latest.approval, reason, timestamp(now())):
        raise Refused(
            _("There is no approval by {approver} to withdraw.").format(approver=approver),
            _("“newsletter approve {issue}” shows how it stands.").format(issue=matter.proposal.issue),
        )
    note(_("The approval by {approver} is withdrawn.").format(approver=approver))
    if any(True for _one in log.deliveries(matter.proposal.issue)):
        note(
            _(
                "Letters that have been sent already stay sent, and a sending in progress or waiting goes on: "
                "see “newsletter recall”."
            )
        )
    return True


def _latest(state: "ApprovalState", approver: str) -> "Held | None":
    return next((one for one in state.held if one.approval.approver.casefold() == approver.casefold()), None)


def _show(log: "SendLog", matter: _Matter, state: "ApprovalState", *, briefly: bool) -> None:
    if state.held and not briefly:
        rows = [
            (
                one.approval.approver,
                moment_words(one.approval.at, matter.timezone),
                short_digest(one.approval.proposal.digest),
                _stands(one),
            )
            for one in state.held
        ]
        table((_("Approver"), _("Time"), _("Content"), _("Stands")), rows)
        show_changes(log, state.held, matter.prepared.content, matter.proposal.sender, matter.prepared.names)
        say()
    say(sentence(state))
    if state.missing:
        command = f'newsletter approve {matter.proposal.issue} --as "{state.missing[0]}"'
        say(_("Still to approve: {approvers}. Run “{command}”.").format(approvers=listing(state.missing), command=command))


def _stands(one: "Held") -> str:
    if one.approval.withdrawn:
        return _("withdrawn: {reason}").format(reason=one.approval.reason)
    return _("holds") if one.holds else _("changed since")


def as_document(proposal: "Proposal", state: "ApprovalState") -> dict[str, Any]:
    """Keys are only ever added. No addresses: who differs is told by association."""
    return {
        "schema": 1,
        "issue": proposal.issue,
        "state": state.word,
        "may_be_sent": state.may_be_sent,
        "needed": state.rule.needed,
        "approvers": list(state.rule.approvers),
        "missing": list(state.missing),
        "digest": proposal.digest,
        "letters": proposal.addressees,
        "associations": {association: len(those) for association, those in proposal.audience.items()},
        "approvals": [_approval(one.approval, one) for one in state.held],
    }


def _approval(approval: "Approval", held: "Held") -> dict[str, Any]:
    return {
        "as": approval.approver,
        "at": approval.at,
        "digest": approval.proposal.digest,
        "holds": held.holds,
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
