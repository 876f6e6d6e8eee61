"""Rules of ``recipients.yaml`` that need more than one field. Like those of an issue they read the text tree."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from newsletter.model.addresses import MailAddress, mail_address
from newsletter.model.choices import Basis, RecipientType
from newsletter.model.diagnostics import Finding, Location, Places
from newsletter.source.diagnostics.words import finding
from newsletter.source.rules.tree import Entry, entries, text_of

LANGUAGE = "sv"


def recipient_findings(tree: Any, places: Places) -> list[Finding]:
    if not isinstance(tree, dict):
        return []
    associations = list(entries(tree.get("recipients"), ("recipients",)))
    defaults = tree["defaults"] if isinstance(tree.get("defaults"), dict) else {}
    contacts = [
        contact for place, association in associations for contact in entries(association.get("contacts"), (*place, "contacts"))
    ]
    found = [*_ids(associations, places), *_municipalities(associations), *_addresses(contacts)]
    for location, contact in contacts:
        found += _contact(location, contact, text_of(defaults, "basis"))
    for location, mapping in [(("defaults",), defaults), *associations, *contacts]:
        found += _language(location, mapping)
    return found


def _ids(associations: list[Entry], places: Places) -> Iterator[Finding]:
    first: dict[str, Location] = {}
    for location, association in associations:
        name = text_of(association, "id")
        if name is None:
            continue
        if name in first:
            yield finding((*location, "id"), "duplicate-id", value=name, line=places.of(first[name]).line)
        first.setdefault(name, (*location, "id"))


def _municipalities(associations: list[Entry]) -> Iterator[Finding]:
    for location, association in associations:
        kind = text_of(association, "type") or RecipientType.ASSOCIATION
        if kind == RecipientType.ASSOCIATION and not association.get("municipality"):
            name = text_of(association, "name") or text_of(association, "id") or "…"
            yield finding((*location, "municipality"), "municipality-missing", name=name)


def _contact(location: Location, contact: Mapping[str, Any], default_basis: str | None) -> Iterator[Finding]:
    if text_of(contact, "name") is None and text_of(contact, "role") is None:
        yield finding(location, "contact-without-name")
    if (text_of(contact, "basis") or default_basis) == Basis.CONSENT and text_of(contact, "consent") is None:
        who = text_of(contact, "name") or text_of(contact, "role") or "…"
        yield finding((*location, "basis"), "consent-without-date", contact=who)


def _language(location: Location, mapping: Mapping[str, Any]) -> Iterator[Finding]:
    language = text_of(mapping, "language")
    if language is not None and language != LANGUAGE:
        yield finding((*location, "language"), "language-unknown", value=language)


def _addresses(contacts: Iterable[Entry]) -> Iterator[Finding]:
    """One mailbox shared by two named persons of an association is as intended (domain.md 7.3); the rest is doubted."""
    seen: dict[tuple[int | str, str], list[str | None]] = {}
    for location, contact in contacts:
        address = _address(contact)
        if address is None:
            continue
        name, others = text_of(contact, "name"), seen.setdefault((location[1], address.key), [])
        if others and (name is None or None in others or name in others):
            yield finding((*location, "email"), "address-repeated", email=text_of(contact, "email"))
        others.append(name)


def _address(contact: Mapping[str, Any]) -> MailAddress | None:
    try:
        return mail_address(text_of(contact, "email"))
    except PydanticCustomError:
        return None
