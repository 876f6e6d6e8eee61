"""What the program wrote for the editor to replace: it never goes out."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from newsletter.checks.rule import Remark, rule
from newsletter.checks.rules.targets import example_address
from newsletter.checks.rules.wording import placeholder_text
from newsletter.locale import N_, _
from newsletter.model.addresses import MailAddress
from newsletter.model.base import Waiver
from newsletter.model.diagnostics import Finding, Location, Severity
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings
from newsletter.source import sample_in

SUBJECT = N_("Examples left in")


@rule(Severity.WARNING, N_("Nobody means to send the program's own examples to people."))
def sample_text(issue: Issue) -> Iterator[Remark]:
    """A draft is made of them, and is not sent; what looks like an example anyhow is told by the rules about that."""
    if not issue.draft:
        told = {remark.location for remark in (*placeholder_text.remarks(issue), *example_address.remarks(issue))}
        yield from (remark for remark in _remarks(issue) if remark.location not in told)


@rule(Severity.WARNING, N_("The letter's sender and foot would be the program's examples."))
def sample_in_settings(settings: Settings) -> Iterator[Remark]:
    yield from _remarks(settings)


@rule(Severity.WARNING, N_("The example's addresses reach nobody."))
def sample_in_recipients(recipients: Recipients) -> Iterator[Remark]:
    yield from _remarks(recipients)


_CODES: Mapping[type[BaseModel], str] = {
    Issue: sample_text.code.name,
    Settings: sample_in_settings.code.name,
    Recipients: sample_in_recipients.code.name,
}


def samples_left(model: Issue | Settings | Recipients) -> Iterator[Finding]:
    """Every example that stands in it, as an error: it stops a sending to people, whatever rule has told of it before."""
    for remark in _remarks(model):
        yield Finding(Severity.ERROR, _CODES[type(model)], remark.location, remark.message, remark.hint)


def _remarks(model: BaseModel) -> Iterator[Remark]:
    for location, text in _texts(model, ()):
        if sample := sample_in(text):
            yield Remark(
                location,
                _("“{text}” is the program's example, not your own words.").format(text=sample),
                _("Write your own, or take the line away. Nothing is sent to people while it stands there."),
                before=text[: max(text.find(sample), 0)],
            )


def _texts(value: Any, location: Location) -> Iterator[tuple[Location, str]]:
    """Every text and address within, with its place; what the editor accepts quotes findings, and is no text."""
    match value:
        case str():
            yield location, value
        case MailAddress():
            yield location, value.wire
        case Waiver():
            return
        case BaseModel():
            for name, field in type(value).model_fields.items():
                if name != "id":  # made of the name, and seen by no reader
                    yield from _texts(getattr(value, name), (*location, field.alias or name))
        case Mapping():
            for key, inner in value.items():
                yield from _texts(inner, (*location, str(key)))
        case tuple():
            for index, inner in enumerate(value):
                yield from _texts(inner, (*location, index))
