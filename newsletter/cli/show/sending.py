"""What a person sees of a sending: what it is about to do and the question, what happens on the way, and what came of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from newsletter.cli.output import ask, fail, is_interactive, note, say, warn
from newsletter.cli.show.approval import show_changes, show_difference
from newsletter.cli.show.left_out import show_left_out, stop_lines
from newsletter.cli.show.progress import show_progress
from newsletter.cli.show.waiting import promise, show_fence, tell_settling
from newsletter.cli.show.words import distinct_names, first_names, listing, mask
from newsletter.delivery.outgoing import sender_identity
from newsletter.delivery.run import AudienceChanges, Plan, Progress
from newsletter.delivery.transports import OutboxVia
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import Addressee
from newsletter.operations.approving import sentence
from newsletter.operations.preparing import Prepared
from newsletter.operations.sending import news
from newsletter.operations.sending.news import Names, News
from newsletter.operations.sending.order import Order
from newsletter.operations.waiting import Settling

RECIPIENTS = "recipients.yaml"


@dataclass(frozen=True, slots=True)
class Terminal:
    """The reporter of ``newsletter send``: words on stdout and stderr, and the question unless ``yes`` answers it."""

    prepared: Prepared
    order: Order
    now: Callable[[], datetime]
    yes: bool

    def tell(self, what: News) -> None:
        """Each piece of news in its words."""
        match what:
            case news.RiskyPlace(warning=text):
                warn(text)
            case news.Intention():
                self._show_intention(what)
            case news.ChangedContent(sent=sent, now=now):
                show_difference(sent, now, _("sent"))
            case news.ApprovalNews():
                _show_approvals(what, self.prepared.names)
            case news.BrokenOff() | news.InDoubt() | news.NotTakenBack() | news.NotRecallable():
                show_fence(what)
            case Settling(seconds=seconds):
                tell_settling(seconds)
            case news.LogFailed(message=message, hint=hint):
                fail(message, hint)
            case news.BesideAnotherRun(plan=plan, names=names):
                note(_("Another run is in progress. Wait until it has ended and try again."))
                self._show_unresolved(plan, names)
            case news.NothingDue():
                self._show_nothing_due(what)
            case news.Declined():
                note(_("Interrupted. Nothing was sent."))
            case news.Summary():
                self._show_summary(what)

    def confirm(self, intention: news.Intention) -> bool:
        """The number of letters is the answer: it cannot be given by habit."""
        if self.yes:
            return True
        if not is_interactive():
            raise Refused(
                _("There is nobody here to confirm the sending. Nothing was sent."),
                _("Give --yes to send without being asked."),
            )
        letters, to_whom = extent(one.addressee for one in intention.plan.due)
        question = _("Send {issue} “{title}” {to_whom} ({letters})? Write the number of letters to send:")
        typed = ask(question.format(issue=self._issue, title=self._title, letters=letters, to_whom=to_whom))
        return typed == str(len(intention.plan.due))

    def follow(self, plan: Plan, steps: Iterator[Progress]) -> None:
        show_progress(plan, steps)

    @property
    def _issue(self) -> str:
        return self.prepared.issue.id

    @property
    def _title(self) -> str:
        return self.prepared.issue.issue.title

    def _promise(self, leaves: datetime) -> str:
        return promise(leaves, self._issue, self.prepared.settings.timezone, self.now())

    def _show_intention(self, intention: news.Intention) -> None:
        """How many, to whom, from whom, through what; who is left out and why; what differs from the last issue."""
        plan, sender = intention.plan, sender_identity(self.prepared.settings)
        _show_going_on(plan)
        self._show_stopped(plan)
        letters, to_whom = extent(one.addressee for one in plan.due)
        note(
            _("{issue} “{title}”: {letters} {to_whom}.").format(
                issue=self._issue, title=self._title, letters=letters, to_whom=to_whom
            )
        )
        note(
            _("From {name} <{address}> through {via}.").format(
                name=sender.name, address=sender.address.wire, via=self.order.url
            )
        )
        if intention.leaves:
            note(self._promise(intention.leaves))
        show_left_out(plan.left_out)
        _show_late(plan)
        if intention.changes:
            _show_audience_changes(intention.since, intention.changes)
        if self.order.is_live:
            self._show_unresolved(plan, intention.names)

    def _show_stopped(self, plan: Plan) -> None:
        for line in stop_lines(plan.left_out, self.prepared.settings.timezone, self.now()):
            note(line)

    def _show_nothing_due(self, found: news.NothingDue) -> None:
        """That it has been sent already, unless there is somebody who has not got it all the same."""
        plan = found.plan
        self._show_stopped(plan)
        if plan.done and not (plan.unresolved or plan.rejected or plan.in_progress):
            to_those_chosen = _("Nothing to do: {issue} has already been sent to those chosen.")
            to_all = _("Nothing to do: {issue} has already been sent to all recipients.")
            say((to_those_chosen if self.order.only else to_all).format(issue=self._issue))
        elif not (plan.unresolved or plan.rejected or plan.in_progress or plan.late):
            say(_("Nothing to do: no association chosen has an active contact."))
        for leaves in found.waiting:
            note(self._promise(leaves))
        if found.has_changed:
            warn(_("The issue has been changed since it was sent. To tell everyone, make a new issue of type rättelse."))
        self._show_remaining(plan, found.names)
        _show_late(plan)

    def _show_summary(self, found: news.Summary) -> None:
        """What came of it, whom it did not reach, and the next step."""
        done = set(found.after.done)
        sent = [one.addressee for one in found.before.due if one.addressee in done]
        if found.approval:
            note(found.approval)
        if sent:
            say(self._outcome(sent, found.leaves))
        if found.stopped:
            note(_("The sending was ended before its time (Ctrl-C, or the terminal or the computer was closed)."))
        if self.order.test is not None:
            _show_test_letter(found.after)
        else:
            self._show_remaining(found.after, found.names, found.put_off)

    def _outcome(self, sent: Sequence[Addressee], leaves: datetime | None) -> str:
        letters, to_whom = extent(sent)
        if self.order.test is not None:
            return self._test_outcome(sent[0]) + self._where()
        if leaves or self.order.is_live:
            done = ngettext(
                "Done: {n} letter handed over {to_whom}.", "Done: {n} letters handed over {to_whom}.", len(sent)
            ).format(n=len(sent), to_whom=to_whom)
            return f"{done} {self._promise(leaves)}" if leaves else done
        text = _("Rehearsal: nothing was sent. {letters} would have gone {to_whom}.")
        return text.format(letters=letters, to_whom=to_whom) + self._where()

    def _test_outcome(self, addressee: Addressee) -> str:
        if not self.order.via.is_live:
            return _("Rehearsal: the test letter was not sent. Its subject begins with [TEST].")
        return _("The test letter has been handed over, to {address}. Its subject begins with [TEST].").format(
            address=mask(addressee.address.wire)
        )

    def _where(self) -> str:
        """Where an outbox is to be looked at."""
        if not isinstance(self.order.via, OutboxVia):
            return ""
        index = self.order.via.path(self.prepared.directory) / self._issue / "index.html"
        return "\n" + _("Look at them: {path}").format(path=index)

    def _show_remaining(self, plan: Plan, names: Names, put_off: Mapping[Addressee, str] = MappingProxyType({})) -> None:
        """Those who have not got it, by name, and what to do."""
        if plan.due:
            remaining = first_names((one.addressee.association_id for one in plan.due), names)
            note(
                ngettext(
                    "{count} letter remains to be sent: {names}.", "{count} letters remain to be sent: {names}.", len(plan.due)
                ).format(count=len(plan.due), names=remaining)
            )
            _show_put_off(put_off, names)
            if len(put_off) < len(plan.due):
                note(_("Give the same command again to send what remains."))
            else:
                note(_("Give the same command in some hours, or tomorrow. If it goes on, check the address or ring them."))
        if plan.in_progress:
            others = first_names((one.association_id for one in plan.in_progress), names)
            note(_("Another run is sending to: {names}.").format(names=others))
        if plan.rejected:
            refused = listing(distinct_names((one.association_id for one in plan.rejected), names))
            warn(_("The address was refused for {names}. Correct it in {file}.").format(names=refused, file=RECIPIENTS))
            if self.order.is_live:
                command = f"newsletter resolve {self._issue} --again"
                note(_("If it is right after all, let it be tried again with “{command}”.").format(command=command))
        self._show_unresolved(plan, names)

    def _show_unresolved(self, plan: Plan, names: Names) -> None:
        """Those in doubt, by name, and what to do."""
        if plan.unresolved:
            in_doubt = listing(distinct_names(plan.unresolved, names))
            warn(_("It is unclear whether the letter arrived at {names}.").format(names=in_doubt))
            if self.order.is_live:
                command = f"newsletter resolve {self._issue}"
                note(_("It is not sent again by itself. Run “{command}”.").format(command=command))


def extent(addressees: Iterable[Addressee]) -> tuple[str, str]:
    """``21 brev`` and ``till 16 föreningar``."""
    found = list(addressees)
    associations = len({one.association_id for one in found})
    return (
        ngettext("{n} letter", "{n} letters", len(found)).format(n=len(found)),
        ngettext("to {m} association", "to {m} associations", associations).format(m=associations),
    )


def _show_going_on(plan: Plan) -> None:
    if plan.done:
        note(
            ngettext(
                "Going on with a sending: {done} letter has been sent already, {left} remain.",
                "Going on with a sending: {done} letters have been sent already, {left} remain.",
                len(plan.done),
            ).format(done=len(plan.done), left=len(plan.due))
        )


def _show_late(plan: Plan) -> None:
    if plan.late:
        warn(
            _("Added more than 14 days after the first sending, and left out: {names}. Send to them with --late.").format(
                names=listing(dict.fromkeys(one.association_name for one in plan.late))
            )
        )


def _show_put_off(put_off: Mapping[Addressee, str], names: Names) -> None:
    """Who waits, and why, in the words of each one's own mail server; those who were told the same on one line."""
    for said in dict.fromkeys(put_off.values()):
        waiting = first_names((to.association_id for to, words in put_off.items() if words == said), names)
        note(_("The recipient's mail server put the letter off for {names}: {said}").format(names=waiting, said=said))


def _show_audience_changes(issue: str, found: AudienceChanges) -> None:
    for text, names in (
        (_("New since {issue}: {names}."), found.added),
        (_("No longer there since {issue}: {names}."), found.removed),
        (_("More addresses than in {issue}: {names}."), found.more_addresses),
        (_("Fewer addresses than in {issue}: {names}."), found.fewer_addresses),
    ):
        if names:
            note(text.format(issue=issue, names=listing(names)))


def _show_approvals(found: news.ApprovalNews, names: Names) -> None:
    show_changes(found.changes, names)
    if not found.state.may_be_sent:
        return  # the refusal that follows says it
    if any(not one.is_valid for one in found.state.checked):
        warn(sentence(found.state))
    elif found.state.checked:
        note(sentence(found.state))


def _show_test_letter(plan: Plan) -> None:
    """What became of a test letter that was not accepted: it belongs to no association, so none is named."""
    if plan.due:
        note(_("The test letter was not sent."))
    if plan.rejected:
        warn(_("The address of the test letter was refused."))
    if plan.unresolved:
        warn(_("It is unclear whether the test letter arrived. Look in the inbox, and send another if it is not there."))
