"""``newsletter recipients``: who gets the letters, in which form, and who does not and why."""

from typing import Any

from newsletter.cli.clock import now
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import emit_json, say, table
from newsletter.cli.show.left_out import stop_lines
from newsletter.cli.show.words import address_word, listing
from newsletter.delivery.run import read_stops
from newsletter.locale import _, ngettext
from newsletter.model.choices import RecipientType
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import Addressee, LeftOut, Recipients, Roster, WhyLeftOut, roster
from newsletter.model.swedish import swedish_order
from newsletter.source import read, read_settings, require_valid


def show_recipients(*, as_json: bool, show_addresses: bool) -> None:
    workspace = find_workspace()
    reading = require_valid(read(workspace.directory, ()))
    if reading.recipients is None:
        raise Refused(_("Cannot find {path}.").format(path="recipients.yaml"))
    register = reading.recipients.recipients
    settings = read_settings(workspace.directory).settings
    with workspace.open_log(settings) as log:
        found = roster(register, read_stops(log, register))
    if as_json:
        emit_json(as_document(register, found, show_addresses=show_addresses))
    else:
        for line in stop_lines(found.left_out, settings.timezone, now()):
            say(line)
        _show(register, found, show_addresses=show_addresses)


def as_document(register: Recipients, found: Roster, *, show_addresses: bool) -> dict[str, Any]:
    """Every association with those of it who get letters, and everybody left out. Keys are only ever added."""
    addressees: dict[str, list[Addressee]] = {}
    for addressee in found.addressees:
        addressees.setdefault(addressee.association_id, []).append(addressee)
    return {
        "schema": 1,
        "associations": [
            {
                "id": one.id,
                "name": one.name,
                "type": one.type,
                "active": one.active,
                "addressees": [
                    {"address": address_word(to.address.wire, show=show_addresses), "format": to.format}
                    for to in addressees.get(one.id, ())
                ],
            }
            for one in register.recipients
        ],
        "left_out": [
            {
                "association": one.association_id,
                "contact": one.contact or None,
                "why": one.why,
                "since": one.stop.at if one.stop else None,
                "code": (one.stop.code or None) if one.stop else None,
            }
            for one in found.left_out
        ],
    }


def _show(register: Recipients, found: Roster, *, show_addresses: bool) -> None:
    say(_extent(register))
    say()
    in_order = sorted(found.addressees, key=lambda one: swedish_order(one.association_name))
    table(
        (_("Association"), _("Form"), _("Address"), _("Greeted")),
        [_row(one, show_addresses=show_addresses) for one in in_order],
    )
    left_out = sorted((one for one in found.left_out if not one.stop), key=lambda one: swedish_order(one.association_name))
    if left_out:
        say()
    for one in left_out:
        say(_("Note: {text}").format(text=_why(one)))


def _extent(register: Recipients) -> str:
    """How many associations and contacts there are. The district and others are no associations."""
    associations = [one for one in register.recipients if one.type is RecipientType.ASSOCIATION]
    total, others = len(associations), len(register.recipients) - len(associations)
    active = sum(one.active for one in associations)
    contacts = sum(len(one.contacts) for one in register.recipients)
    more = ngettext("{n} other recipient", "{n} other recipients", others).format(n=others) if others else ""
    sentence = (
        _("The register is in order: {total}, {active}, {more}, {contacts}.")
        if others
        else _("The register is in order: {total}, {active}, {contacts}.")
    )
    return sentence.format(
        more=more,
        total=ngettext("{total} association", "{total} associations", total).format(total=total),
        active=ngettext("{active} active", "{active} active ones", active).format(active=active),
        contacts=ngettext("{contacts} contact", "{contacts} contacts", contacts).format(contacts=contacts),
    )


def _row(one: Addressee, *, show_addresses: bool) -> tuple[str, str, str, str]:
    names = listing(one.first_names) if one.first_names else "–"
    return one.association_name, one.format, address_word(one.address.wire, show=show_addresses), names


def _why(one: LeftOut) -> str:
    match one.why:
        case WhyLeftOut.DORMANT_ASSOCIATION:
            text = _("{name} is dormant and is passed over.")
        case WhyLeftOut.NO_ACTIVE_CONTACT:
            text = _("{name} has no active contact and gets no report.")
        case WhyLeftOut.INACTIVE_CONTACT:
            text = _("{contact} ({name}) is not active and is passed over.")
        case WhyLeftOut.UNSUBSCRIBED:
            text = _("{contact} ({name}) has unsubscribed and is passed over.")
        case WhyLeftOut.BOUNCED | WhyLeftOut.COMPLAINED:
            raise AssertionError(f"{one.why} is a stop")
    return text.format(name=one.association_name, contact=one.contact)
