"""Writing down that an address may be written to again, or that its owner wants no more letters."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from newsletter.delivery.log import SendLog, hash_address, timestamp
from newsletter.delivery.run import AddressFact, Renewal, add_opt_out, add_renewal, read_suppressed
from newsletter.delivery.transports import SendGridVia, parse_via, sendgrid_key
from newsletter.delivery.transports.sendgrid import clear_address
from newsletter.locale import _
from newsletter.model.addresses import MailAddress
from newsletter.model.deliveries import OBJECTIONS
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import Contact
from newsletter.model.settings import Settings
from newsletter.operations.workspace import Workspace
from newsletter.source import read


@dataclass(frozen=True, slots=True)
class RenewalWish:
    """``consent`` is the day of a new consent. ``at_provider``: take the address away from the provider's lists too."""

    address: MailAddress
    consent: date | None
    by: str
    reason: str
    at_provider: bool


@dataclass(frozen=True, slots=True)
class Renewed:
    """``ended`` is the fact that stopped letters until now, None where none did. ``is_barred``: recipients.yaml still says that
    the contact has unsubscribed; ``is_listed``: the address stands there at all. ``lists`` are the provider's lists that the
    address was taken away from, None where it was not asked; ``troubles`` what it refused, each in a sentence.
    """

    ended: AddressFact | None
    is_barred: bool
    is_listed: bool
    has_provider: bool
    lists: tuple[str, ...] | None
    troubles: tuple[str, ...]


def renew_address(workspace: Workspace, settings: Settings, wish: RenewalWish) -> Renewed:
    """Let the address have letters again. ``Refused``, with nothing changed, for one who has objected where there is no consent
    that is newer than the objection.
    """
    contacts = _contacts(workspace, wish.address)
    today = workspace.today(settings.timezone)
    if wish.consent and wish.consent > today:
        raise Refused(_("{day} has not come yet.").format(day=wish.consent), _("Say the day when the consent was given."))
    with workspace.open_log(settings, create=True) as log:
        key = hash_address(wish.address)
        fact = read_suppressed(log).get(key)
        if fact:
            _refuse_without_consent(fact, wish.consent, ZoneInfo(settings.timezone))
        via = _find_provider(log, settings)
        secret = _provider_key(workspace, via) if wish.at_provider else ""
        if fact:  # nothing that can be refused comes after it
            add_renewal(log, Renewal(key, wish.consent, timestamp(workspace.now())), wish.by, wish.reason)
        lists: tuple[str, ...] | None = None
        troubles: tuple[str, ...] = ()
        if wish.at_provider and via:
            lists, troubles = clear_address(via, secret, wish.address, objections=wish.consent is not None)
    is_barred = any(one.unsubscribed for one in contacts)
    return Renewed(fact, is_barred, bool(contacts), via is not None, lists, troubles)


def _provider_key(workspace: Workspace, via: SendGridVia | None) -> str:
    if via is None:
        raise Refused(
            _("No letters have left through SendGrid, so it holds no list of ours. Nothing was changed."),
            _("Give the command without --at-provider."),
        )
    return sendgrid_key(workspace.secrets())


def _refuse_without_consent(fact: AddressFact, consent: date | None, zone: ZoneInfo) -> None:
    if fact.cause not in OBJECTIONS:
        return
    day = datetime.fromisoformat(fact.at).astimezone(zone).date()
    if consent is None:
        raise Refused(
            _("The owner of the address has said no to more letters, on {day}. Nothing was changed.").format(day=day),
            _("If there is a new consent, say when it was given: --consent DAY."),
        )
    if consent < day:
        raise Refused(
            _("The consent of {consent} is older than the no of {day}. Nothing was changed.").format(consent=consent, day=day),
            _("What is needed is a consent that was given afterwards."),
        )


def _find_provider(log: SendLog, settings: Settings) -> SendGridVia | None:
    """The SendGrid that letters left through last, else that of the settings."""
    used = [one.via for one in reversed(log.live_runs())]
    ways = (parse_via(url) for url in (*used, settings.delivery.via))
    return next((via for via in ways if isinstance(via, SendGridVia)), None)


@dataclass(frozen=True, slots=True)
class OptOut:
    """``known`` is the objection that stood already, and nothing was written then. ``is_overruled``: a consent that is newer
    stands. ``is_listed``: the address stands in recipients.yaml.
    """

    day: date
    known: AddressFact | None
    is_overruled: bool
    is_listed: bool


def record_opt_out(workspace: Workspace, settings: Settings, address: MailAddress, day: date | None) -> OptOut:
    """Write down that the owner of the address wants no more letters since ``day``, else since now. ``Refused`` for a day that
    has not come.
    """
    now, zone = workspace.now(), ZoneInfo(settings.timezone)
    if day and day > workspace.today(settings.timezone):
        raise Refused(_("{day} has not come yet.").format(day=day), _("Say the day when the opt-out came."))
    since = datetime.combine(day, time(), zone) if day else now
    with workspace.open_log(settings, create=True) as log:
        key = hash_address(address)
        known = read_suppressed(log).get(key)
        if known and known.cause not in OBJECTIONS:
            known = None
        if known is None:
            add_opt_out(log, key, timestamp(since), timestamp(now))
        stands = read_suppressed(log).get(key)
    is_overruled = stands is None or stands.cause not in OBJECTIONS
    return OptOut(day or workspace.today(settings.timezone), known, is_overruled, bool(_contacts(workspace, address)))


def _contacts(workspace: Workspace, address: MailAddress) -> list[Contact]:
    """Those of recipients.yaml who have the address; none where the file cannot be read."""
    recipients = read(workspace.directory, ()).recipients
    listed = recipients.recipients.recipients if recipients else ()
    return [contact for one in listed for contact in one.contacts if contact.email.key == address.key]
