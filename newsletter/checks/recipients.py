"""The list of associations and contacts."""

from collections.abc import Iterator

from newsletter.checks.findings import warning
from newsletter.locale import _
from newsletter.model.diagnostics import Finding, Location
from newsletter.model.recipients import Association, Contact, Recipients, WhyLeftOut, roster


def _contacts(recipients: Recipients) -> Iterator[tuple[Location, Association, Contact]]:
    for number, association in enumerate(recipients.recipients):
        for index, contact in enumerate(association.contacts):
            yield ("recipients", number, "contacts", index), association, contact


def association_without_contact(recipients: Recipients) -> Iterator[Finding]:
    missed = {one.association_id for one in roster(recipients).left_out if one.why is WhyLeftOut.NO_ACTIVE_CONTACT}
    for number, association in enumerate(recipients.recipients):
        if association.id in missed:
            yield warning(
                "association-without-contact",
                ("recipients", number, "id"),
                _("{name} has no active contact and gets no report.").format(name=association.name),
                _("Add a contact, or write active: nej if the association is dormant."),
            )


def address_in_two_associations(recipients: Recipients) -> Iterator[Finding]:
    """Each of them has a letter of its own, and whoever reads both is to know why (domain.md 7, decision 3)."""
    written_to = {(one.association_id, one.address.key) for one in roster(recipients).addressees}
    first: dict[str, Association] = {}
    for location, association, contact in _contacts(recipients):
        if (association.id, contact.email.key) in written_to:
            other = first.setdefault(contact.email.key, association)
            if other.id != association.id:
                yield warning(
                    "address-in-two-associations",
                    (*location, "email"),
                    _("{email} is a contact of {name} too, and gets one letter for each association.").format(
                        email=contact.email.wire, name=other.name
                    ),
                    _("Leave it so if that is meant; else take one of them away."),
                )


def surname_first(recipients: Recipients) -> Iterator[Finding]:
    """”Glafsén, Kerstin” would be greeted ”Hej Glafsén,”."""
    for location, association, contact in _contacts(recipients):
        if contact.name and "," in contact.name:
            yield warning(
                "surname-first",
                (*location, "name"),
                _("The name “{contact}” ({name}) has a comma, and the greeting uses its first word.").format(
                    contact=contact.name, name=association.name
                ),
                _("Write the first name first, without a comma."),
            )
