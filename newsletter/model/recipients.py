"""Associations and their contacts, and the addressees that follow from them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pydantic import Field

from newsletter.model.addresses import Email, MailAddress
from newsletter.model.base import ACCEPT, N_, Model, Waiver
from newsletter.model.choices import Basis, Format, RecipientType
from newsletter.model.swedish import swedish_list, swedish_order
from newsletter.model.values import Identifier, IsoDate, Line, Lines, Text, YesNo


class Defaults(Model):
    language: Line = Field("sv", description=N_("Language of the letters; sv."))
    format: Format = Field(Format.HTML, description=N_("html or text (plain text alone)."))
    basis: Basis | None = Field(None, description=N_("The ground for writing to the contacts."))


class Contact(Model):
    email: Email = Field(repr=False, description=N_("One e-mail address."))
    name: Line | None = Field(None, repr=False, description=N_("The person's name; the greeting uses its first word."))
    role: Line | None = Field(None, description=N_("Role in the association: ordförande, kassör, sekreterare."))
    format: Format | None = Field(None, description=N_("html or text (plain text alone)."))
    language: Line | None = Field(None, description=N_("Language of the letters; sv."))
    active: YesNo = Field(True, description=N_("nej stops letters to this contact."))
    basis: Basis | None = Field(None, description=N_("The ground for writing to the contact."))
    consent: IsoDate | None = Field(None, description=N_("The day consent was given, when basis is samtycke."))
    unsubscribed: IsoDate | None = Field(None, description=N_("The day the contact opted out; never written to again."))
    notes: Text | None = Field(None, repr=False, description=N_("For yourselves; never printed in a letter."))


class Association(Model):
    id: Identifier = Field(description=N_("A short name in a-z and digits that never changes: saffle."))
    name: Line = Field(description=N_("The association's name."))
    municipality: Lines = Field((), description=N_("The municipality, or a list of several."))
    active: YesNo = Field(True, description=N_("nej for a dormant association: no letters, not counted in the target."))
    type: RecipientType = Field(RecipientType.ASSOCIATION, description=N_("förening; only associations are counted."))
    language: Line | None = Field(None, description=N_("Language of the letters; sv."))
    format: Format | None = Field(None, description=N_("html or text (plain text alone)."))
    contacts: tuple[Contact, ...] = Field((), description=N_("Those who get the letters, one item each."))
    notes: Text | None = Field(None, repr=False, description=N_("For yourselves; never printed in a letter."))


class Recipients(Model):
    defaults: Defaults = Field(default_factory=lambda: Defaults(), description=N_("Holds for all who say nothing else."))
    recipients: tuple[Association, ...] = Field(min_length=1, description=N_("The associations, one item each."))
    accept: tuple[Waiver, ...] = Field((), description=ACCEPT)


def municipalities(recipients: Recipients | None) -> list[str]:
    """Those that the associations work in, each once, in Swedish order; none where the recipients cannot be read."""
    listed = recipients.recipients if recipients else ()
    return sorted({name for one in listed for name in one.municipality}, key=swedish_order)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One association and one address: the unit of sending.

    ``municipality`` is ready to print (``Arvika och Eda``); ``first_names`` are those of the active contacts that share
    the address, in file order, without repetitions.
    """

    association_id: str
    association_name: str
    municipality: str
    address: MailAddress
    first_names: tuple[str, ...] = field(repr=False)
    format: Format


class Numbered(NamedTuple):
    """An addressee and its number within its association, from 1 in the order of recipients.yaml."""

    addressee: Addressee
    number: int


class WhyLeftOut(StrEnum):
    DORMANT_ASSOCIATION = "dormant"
    NO_ACTIVE_CONTACT = "no_contact"
    INACTIVE_CONTACT = "inactive"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


@dataclass(frozen=True, slots=True)
class Stop:
    """That an address is not written to, by what has been learnt of it since ``at``, UTC in ISO 8601. ``code`` is the enhanced
    code of the mail server that refused it, where there is one.
    """

    why: WhyLeftOut
    at: str
    code: str = ""


Stops = Mapping[str, Stop]
"""By ``MailAddress.key``: in every association that has the address."""
NO_STOPS: Stops = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An association, or one address of it, that gets no letter. ``contact`` is a name or role, never an address. ``stop`` says
    more where it is not recipients.yaml that leaves it out.
    """

    association_id: str
    association_name: str
    why: WhyLeftOut
    contact: str = field(default="", repr=False)
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    addressees: tuple[Addressee, ...]
    left_out: tuple[LeftOut, ...]


def first_name(name: str) -> str:
    """The first word, hyphens intact: Lars-Ove (domain.md 5.3)."""
    return name.split(maxsplit=1)[0]


def roster(recipients: Recipients, stops: Stops = NO_STOPS) -> Roster:
    """Who is written to, in file order, and who is not and why (domain.md 3.3 rule 1, 3.6).

    ``unsubscribed`` on any contact bars its address in every association, and so does a stop. A shared address gets HTML
    unless all who share it want text.
    """
    barred = {
        contact.email.key for association in recipients.recipients for contact in association.contacts if contact.unsubscribed
    }
    rosters = [_roster_of(association, recipients.defaults, barred, stops) for association in recipients.recipients]
    return Roster(
        addressees=tuple(addressee for one in rosters for addressee in one.addressees),
        left_out=tuple(left_out for one in rosters for left_out in one.left_out),
    )


def number_addressees(roster: Roster) -> tuple[Numbered, ...]:
    """Each addressee with its number within its association, whoever of them is due."""
    count: Counter[str] = Counter()
    found = []
    for addressee in roster.addressees:
        count[addressee.association_id] += 1
        found.append(Numbered(addressee, count[addressee.association_id]))
    return tuple(found)


def _roster_of(association: Association, defaults: Defaults, barred: Collection[str], stops: Stops) -> Roster:
    if not association.active:
        return Roster((), (LeftOut(association.id, association.name, WhyLeftOut.DORMANT_ASSOCIATION),))
    sharing: dict[str, list[Contact]] = {}
    left_out: list[LeftOut] = []
    for contact in association.contacts:
        stop = stops.get(contact.email.key) if contact.active else None
        if why := stop.why if stop else _why_left_out(contact, barred):
            left_out.append(LeftOut(association.id, association.name, why, contact.name or contact.role or "", stop))
        else:
            sharing.setdefault(contact.email.key, []).append(contact)
    if not sharing:
        left_out.append(LeftOut(association.id, association.name, WhyLeftOut.NO_ACTIVE_CONTACT))
    return Roster(tuple(_addressee(association, contacts, defaults) for contacts in sharing.values()), tuple(left_out))


def _why_left_out(contact: Contact, barred: Collection[str]) -> WhyLeftOut | None:
    if contact.email.key in barred:
        return WhyLeftOut.UNSUBSCRIBED
    return None if contact.active else WhyLeftOut.INACTIVE_CONTACT


def _addressee(association: Association, contacts: list[Contact], defaults: Defaults) -> Addressee:
    names = dict.fromkeys(first_name(contact.name) for contact in contacts if contact.name)
    formats = {contact.format or association.format or defaults.format for contact in contacts}
    return Addressee(
        association_id=association.id,
        association_name=association.name,
        municipality=swedish_list(association.municipality),
        address=contacts[0].email,
        first_names=tuple(names),
        format=Format.TEXT if formats == {Format.TEXT} else Format.HTML,
    )
