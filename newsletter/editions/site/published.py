"""A sent issue as it can be shown to anybody: its letters with nobody's name in them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from newsletter.accounting import issue_as_sent
from newsletter.delivery.log import SentForm
from newsletter.letter import DEFAULT_GREETING, Content, Letter, content_from_record, fill
from newsletter.model.addresses import MailAddress
from newsletter.model.choices import Format
from newsletter.model.issue import Issue
from newsletter.model.recipients import Addressee

ANYBODY = Addressee(
    association_id="",
    association_name="en av distriktets partiföreningar",
    municipality="er kommun",
    address=MailAddress("", ""),
    first_names=(),
    format=Format.HTML,
)
"""Stands where an association stood: ”… för att du är kontaktperson för en av distriktets partiföreningar.”"""


@dataclass(frozen=True, slots=True)
class PublishedForm:
    """One form that the issue was sent in. ``sent`` is when its first letter was accepted (UTC)."""

    content: Content
    sent: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """``forms`` are never empty, the oldest first; ``issue`` is what the last was made from, None where nothing tells."""

    id: str
    issue: Issue | None
    forms: tuple[PublishedForm, ...]

    @property
    def last(self) -> PublishedForm:
        return self.forms[-1]

    @property
    def first_sent(self) -> datetime:
        return self.forms[0].sent

    @property
    def title(self) -> str:
        return self.issue.title if self.issue else self.last.content.subject


def publish(forms: Iterable[SentForm], on_file: Mapping[str, Issue]) -> tuple[Published, ...]:
    """What has been sent live, the newest first; ``forms`` by issue, as ``sent_forms`` gives them."""
    found = []
    for issue_id, group in groupby(forms, key=lambda form: form.issue):
        those = sorted(group, key=lambda form: form.first)
        sent = tuple(PublishedForm(content_from_record(dict(one.record)), datetime.fromisoformat(one.first)) for one in those)
        found.append(Published(issue_id, issue_as_sent(those[-1], on_file.get(issue_id)), sent))
    return tuple(sorted(found, key=lambda one: (one.first_sent, one.id), reverse=True))


def letter_to_anybody(content: Content) -> Letter:
    """A greeting that names its reader becomes the usual one: nobody in particular reads this copy."""
    names_somebody = re.search(r"\{\w+\}", content.greeting)
    return fill(replace(content, greeting=DEFAULT_GREETING) if names_somebody else content, ANYBODY)
