"""The list of associations and contacts."""

import re
from collections.abc import Iterator

from newsletter.checks.rule import Remark, rule
from newsletter.checks.rules.names import one_slip
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Acceptance, Location, Severity
from newsletter.model.recipients import Association, Contact, Recipients, WhyLeftOut, roster

SUBJECT = N_("The recipients")

MAIL_SERVICES = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.se", "outlook.com", "outlook.se", "live.se", "live.com",
    "icloud.com", "telia.com", "yahoo.com", "yahoo.se", "msn.com", "tele2.se", "bredband.net", "comhem.se", "swipnet.se",
    "protonmail.com", "mail.com", "ymail.com", "gmx.com", "me.com",
)  # fmt: skip
_OTHER_ENDINGS = frozenset({"gmail.se", "gmail.con", "gmail.co", "icloud.se", "hotmail.con", "outlook.con", "yahoo.con"})
_ROLES_TEXT = """\
ordförande ordf vice kassör sekreterare kontaktperson styrelsen ledamot ersättare medlemsansvarig studieansvarig revisor info
kansli föreningen expedition redaktör webbansvarig valberedning
"""
_ROLES = frozenset(_ROLES_TEXT.split())


def _contacts(recipients: Recipients) -> Iterator[tuple[Location, Association, Contact]]:
    for number, association in enumerate(recipients.recipients):
        for index, contact in enumerate(association.contacts):
            yield ("recipients", number, "contacts", index), association, contact


@rule(Severity.WARNING, N_("The association gets no report, and the plan's target is not reached."))
def association_without_contact(recipients: Recipients) -> Iterator[Remark]:
    missed = {one.association_id for one in roster(recipients).left_out if one.why is WhyLeftOut.NO_ACTIVE_CONTACT}
    for number, association in enumerate(recipients.recipients):
        if association.id in missed:
            yield Remark(
                ("recipients", number, "id"),
                _("{name} has no active contact and gets no report.").format(name=association.name),
                _("Add a contact, or write active: nej if the association is dormant."),
            )


@rule(Severity.WARNING, N_("Whoever reads both gets two letters, and is to know why."))
def address_in_two_associations(recipients: Recipients) -> Iterator[Remark]:
    """Each association has a letter of its own, and the person who reads both is to know why (domain.md 7)."""
    written_to = {(one.association_id, one.address.key) for one in roster(recipients).addressees}
    first: dict[str, Association] = {}
    for location, association, contact in _contacts(recipients):
        if (association.id, contact.email.key) in written_to:
            other = first.setdefault(contact.email.key, association)
            if other.id != association.id:
                yield Remark(
                    (*location, "email"),
                    _("{email} is a contact of {name} too, and gets one letter for each association.").format(
                        email=contact.email.wire, name=other.name
                    ),
                    _("Leave it so if that is meant; else take one of them away."),
                )


@rule(Severity.WARNING, N_("The greeting uses the first word of the name."))
def surname_first(recipients: Recipients) -> Iterator[Remark]:
    """”Glafsén, Kerstin” would be greeted ”Hej Glafsén,”."""
    for location, association, contact in _contacts(recipients):
        if contact.name and "," in contact.name:
            yield Remark(
                (*location, "name"),
                _("The name “{contact}” ({name}) has a comma, and the greeting uses its first word.").format(
                    contact=contact.name, name=association.name
                ),
                _("Write the first name first, without a comma."),
            )


@rule(Severity.WARNING, N_("The name is printed in the greeting as it stands."))
def name_in_odd_case(recipients: Recipients) -> Iterator[Remark]:
    """”KERSTIN GLAFSÉN” would be greeted ”Hej KERSTIN!”."""
    for location, association, contact in _contacts(recipients):
        if contact.name and len(contact.name) > 2 and (contact.name.isupper() or contact.name[0].islower()):
            yield Remark(
                (*location, "name"),
                _("The greeting will say “{first}” to {contact} ({name}).").format(
                    first=contact.name.split()[0], contact=contact.name, name=association.name
                ),
                _("Begin each name with a capital, and go on in lower case."),
            )


@rule(Severity.WARNING, N_("”Hej Ordförande!” is not how one greets a person."))
def role_as_name(recipients: Recipients) -> Iterator[Remark]:
    """”name: Ordförande” would be greeted ”Hej Ordförande!”."""
    for location, association, contact in _contacts(recipients):
        if contact.name and contact.name.split()[0].casefold().rstrip(".") in _ROLES:
            yield Remark(
                (*location, "name"),
                _("“{contact}” ({name}) is a role, and would be greeted as a person.").format(
                    contact=contact.name, name=association.name
                ),
                _("Write role: instead of name:."),
            )


@rule(Severity.WARNING, N_("A letter to a misspelt domain comes back, or goes to a stranger who owns it."))
def mistyped_mail_service(recipients: Recipients) -> Iterator[Remark]:
    """”gmial.com”: a letter to it comes back, or to a stranger."""
    for location, _association, contact in _contacts(recipients):
        if right := _service(contact.email.domain):
            yield Remark(
                (*location, "email"),
                _("{domain} looks like a misspelling of {right}.").format(domain=contact.email.domain, right=right),
                _("Correct it, or accept it with a reason if it is right."),
            )


def _service(domain: str) -> str | None:
    if domain in MAIL_SERVICES:
        return None
    if domain in _OTHER_ENDINGS:
        return f"{domain.partition('.')[0]}.com"
    return next((service for service in MAIL_SERVICES if len(service) > 7 and one_slip(domain, service)), None)


@rule(Severity.WARNING, N_("The municipality is printed in the letter, and goes into the account of the year."))
def municipality_unlike_name(recipients: Recipients) -> Iterator[Remark]:
    """The same place spelled in two ways: one of them is printed in the letter."""
    for number, association in enumerate(recipients.recipients):
        words = {word.casefold() for word in re.findall(r"[\w-]+", association.name)}
        for municipality in association.municipality:
            other = next((word for word in words if one_slip(word, municipality.casefold())), None)
            if other and municipality.casefold() not in words:
                yield Remark(
                    ("recipients", number, "municipality"),
                    _("{name} has the municipality “{municipality}”: one of them is misspelt.").format(
                        name=association.name, municipality=municipality
                    ),
                    _("Correct the one that is wrong."),
                )


@rule(
    Severity.WARNING,
    N_("Who is on the list shows a political opinion; writing to them needs a ground (GDPR art. 6 and 9)."),
    Acceptance.AGAINST_THE_LAW,
)
def basis_missing(recipients: Recipients) -> Iterator[Remark]:
    """The list shows political opinions, and writing to the people on it needs a ground (GDPR art. 6 and 9)."""
    if recipients.defaults.basis:
        return
    for location, association, contact in _contacts(recipients):
        if association.active and contact.active and not contact.unsubscribed and not contact.basis:
            who = contact.name or contact.role
            yield Remark(
                location,
                _("There is no ground for writing to {contact} ({name}).").format(contact=who, name=association.name),
                _("Write basis: uppdrag, medlemskap or samtycke, for the contact or for all under defaults."),
            )
