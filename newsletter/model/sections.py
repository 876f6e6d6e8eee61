"""The fourteen kinds of section (domain.md 2.3 and 4.3), a union told apart by ``kind``."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from newsletter.model.addresses import Email, Target, Url
from newsletter.model.base import N_, Model
from newsletter.model.choices import (
    NEUTER_STATUS,
    CalendarStatus,
    CalendarType,
    FollowUpStatus,
    Mark,
    MatterOutcome,
    MediaType,
    ProposalStatus,
    ProposalType,
    VisitType,
    Vote,
)
from newsletter.model.values import Clock, Decided, ImagePath, IsoDate, Line, Markdown, MovedFrom, Phone, Text, one_or_many


def _base_form(value: Any) -> Any:
    """An ett-form of a proposal's status ("avslaget") is the same status as its en-form ("avslagen")."""
    return next((str(status) for status, neuter in NEUTER_STATUS.items() if value == neuter), value)


Marks = Annotated[tuple[Mark, ...], BeforeValidator(one_or_many)]
AnyProposalStatus = Annotated[ProposalStatus, BeforeValidator(_base_form)]


class Button(Model):
    text: Line = Field(description=N_("What the button says."))
    url: Target = Field(description=N_("Where the button leads: an https address, or mailto: and an e-mail address."))


class Image(Model):
    src: ImagePath = Field(description=N_("The image file, relative to the issue file: images/name.jpg."))
    alt: Line = Field(description=N_("What the picture shows, for those who cannot see it."))
    caption: Line | None = Field(None, description=N_("Text below the picture."))
    credit: Line | None = Field(None, description=N_("The photographer's name alone."))


class Section(Model):
    """What every kind of section may have."""

    title: Line | None = Field(None, description=N_("The section's heading; each kind has a default."))
    intro: Markdown | None = Field(None, description=N_("A few words before the list."))


class Article(Section):
    kind: Literal["article"]
    title: Line = Field(description=N_("The article's heading."))
    text: Markdown = Field(description=N_("The article in Markdown: an empty line makes a new paragraph."))
    topic: Line | None = Field(None, description=N_("The focus issue it concerns, as listed in the plan."))
    image: Image | None = Field(None, description=N_("A picture above the text."))
    button: Button | None = Field(None, description=N_("A button after the text."))
    by: Line | None = Field(None, description=N_("Who wrote it."))


class Decision(Model):
    board: Line = Field(description=N_("The board that decided: an id from the plan, or annat with name."))
    name: Line | None = Field(None, description=N_("The board's name, when board is annat."))
    date: IsoDate = Field(description=N_("The day of the decision, year-month-day."))
    title: Line = Field(description=N_("What the matter was about."))
    outcome: MatterOutcome = Field(description=N_("What the board decided."))
    vote: Vote | None = Field(None, description=N_("How we voted on the proposal before the board."))
    mark: Marks = Field((), description=N_("How we marked our dissent, if we did."))
    ref: Line | None = Field(None, description=N_("Registry number."))
    topic: Line | None = Field(None, description=N_("The focus issue it concerns, as listed in the plan."))
    text: Markdown | None = Field(None, description=N_("One or two sentences on what it means."))
    url: Url | None = Field(None, description=N_("Where to read more."))


class Decisions(Section):
    kind: Literal["decisions"]
    items: tuple[Decision, ...] = Field(min_length=1, description=N_("The decisions, one item each."))


class Proposal(Model):
    type: ProposalType = Field(description=N_("The instrument."))
    title: Line = Field(description=N_("What the proposal or question is about."))
    status: AnyProposalStatus = Field(description=N_("How far it has come."))
    by: Line | None = Field(None, description=N_("Who submitted it."))
    to: Line | None = Field(None, description=N_("Whom it is addressed to."))
    date: IsoDate | None = Field(None, description=N_("The day it was submitted, year-month-day."))
    decided: IsoDate | None = Field(None, description=N_("The day it was decided or answered."))
    ref: Line | None = Field(None, description=N_("Registry number."))
    topic: Line | None = Field(None, description=N_("The focus issue it concerns, as listed in the plan."))
    text: Markdown | None = Field(None, description=N_("One or two sentences on what it means."))
    url: Url | None = Field(None, description=N_("Where to read more."))


class Proposals(Section):
    kind: Literal["proposals"]
    items: tuple[Proposal, ...] = Field(min_length=1, description=N_("The proposals, one item each."))


class FollowUp(Model):
    title: Line = Field(description=N_("The decision or promise that is followed up."))
    status: FollowUpStatus = Field(description=N_("How it stands now."))
    decided: Decided | None = Field(None, description=N_("When it was decided: a year or a date."))
    topic: Line | None = Field(None, description=N_("The focus issue it concerns, as listed in the plan."))
    text: Markdown | None = Field(None, description=N_("What has happened since."))
    next: Markdown | None = Field(None, description=N_("The next step."))
    url: Url | None = Field(None, description=N_("Where to read more."))


class FollowUps(Section):
    kind: Literal["followups"]
    items: tuple[FollowUp, ...] = Field(min_length=1, description=N_("What is followed up, one item each."))


class Visit(Model):
    type: VisitType = Field(description=N_("What sort of visit it was."))
    date: IsoDate = Field(description=N_("The day, or the first of several."))
    until: IsoDate | None = Field(None, description=N_("The last day, when there were several."))
    title: Line = Field(description=N_("What was visited."))
    place: Line | None = Field(None, description=N_("Where it was."))
    who: Line | None = Field(None, description=N_("Who took part."))
    topic: Line | None = Field(None, description=N_("The focus issue it concerns, as listed in the plan."))
    text: Markdown | None = Field(None, description=N_("What we brought home."))
    url: Url | None = Field(None, description=N_("Where to read more."))


class Visits(Section):
    kind: Literal["visits"]
    items: tuple[Visit, ...] = Field(min_length=1, description=N_("The visits, one item each."))


class MediaItem(Model):
    date: IsoDate = Field(description=N_("The day it was published, year-month-day."))
    outlet: Line = Field(description=N_("The newspaper, station or channel."))
    title: Line = Field(description=N_("Its headline."))
    type: MediaType | None = Field(None, description=N_("What sort of publication it was."))
    url: Url | None = Field(None, description=N_("Where to read, hear or see it."))
    by: Line | None = Field(None, description=N_("Who wrote it."))


class Media(Section):
    kind: Literal["media"]
    items: tuple[MediaItem, ...] = Field(min_length=1, description=N_("The publications, one item each."))


class Figure(Model):
    value: Line = Field(description=N_("The number as it shall be printed."))
    label: Line = Field(description=N_("What it counts."))
    note: Line | None = Field(None, description=N_("A reservation or source."))


class Figures(Section):
    kind: Literal["figures"]
    items: tuple[Figure, ...] = Field(min_length=1, description=N_("Three to five numbers, one item each."))


class Questions(Section):
    kind: Literal["questions"]
    items: tuple[Line, ...] = Field(min_length=1, description=N_("Questions to discuss, one a line."))
    reply: Markdown | None = Field(None, description=N_("Where to send the answers."))


class Share(Section):
    kind: Literal["share"]
    text: Text = Field(description=N_("Plain text to copy; line breaks are kept, so a paragraph is one line."))
    for_: Line | None = Field(None, alias="for", description=N_("Where it is to be used: Facebook, member letter."))
    url: Url | None = Field(None, description=N_("A link to send along."))


class Action(Section):
    kind: Literal["action"]
    title: Line = Field(description=N_("What you ask the reader to do."))
    text: Markdown = Field(description=N_("Why and how, in Markdown."))
    button: Button | None = Field(None, description=N_("A button after the text."))
    deadline: IsoDate | None = Field(None, description=N_("The last day, year-month-day."))


class CalendarItem(Model):
    date: IsoDate = Field(description=N_("The day, or the first of several."))
    until: IsoDate | None = Field(None, description=N_("The last day, when there are several."))
    time: Clock | None = Field(None, description=N_("18.00 or 18.00–20.00; leave out for a whole day."))
    title: Line = Field(description=N_("What happens."))
    place: Line | None = Field(None, description=N_("Where it is."))
    type: CalendarType | None = Field(None, description=N_("What sort of occasion it is."))
    open: Line | None = Field(None, description=N_("Who may come."))
    status: CalendarStatus | None = Field(None, description=N_("Leave out when the occasion is as planned."))
    moved_from: MovedFrom | None = Field(
        None, description=N_("The day that an earlier issue said, with its time if it had one: that occasion is cancelled.")
    )
    url: Url | None = Field(None, description=N_("Where to read more."))
    text: Markdown | None = Field(None, description=N_("Something more to know."))


class Calendar(Section):
    kind: Literal["calendar"]
    items: tuple[CalendarItem, ...] = Field(min_length=1, description=N_("Coming dates, one item each."))


class LinkItem(Model):
    title: Line = Field(description=N_("What the link leads to."))
    url: Url = Field(description=N_("The web address."))
    text: Markdown | None = Field(None, description=N_("A few words about it."))


class Links(Section):
    kind: Literal["links"]
    items: tuple[LinkItem, ...] = Field(min_length=1, description=N_("The links, one item each."))


class Picture(Section):
    kind: Literal["image"]
    src: ImagePath = Field(description=N_("The image file, relative to the issue file: images/name.jpg."))
    alt: Line = Field(description=N_("What the picture shows, for those who cannot see it."))
    caption: Line | None = Field(None, description=N_("Text below the picture."))
    credit: Line | None = Field(None, description=N_("The photographer's name alone."))


class Person(Model):
    role: Line | None = Field(None, description=N_("Role in the group."))
    name: Line | None = Field(None, description=N_("The person's name."))
    area: Line | None = Field(None, description=N_("What to ask about."))
    email: Email | None = Field(None, description=N_("E-mail address."))
    phone: Phone | None = Field(None, description=N_("Telephone number."))


class Contacts(Section):
    kind: Literal["contacts"]
    items: tuple[Person, ...] = Field(min_length=1, description=N_("The people, one item each."))


AnySection = Annotated[
    Article
    | Decisions
    | Proposals
    | FollowUps
    | Visits
    | Media
    | Figures
    | Questions
    | Share
    | Action
    | Calendar
    | Links
    | Picture
    | Contacts,
    Field(discriminator="kind"),
]

SECTION_KINDS: tuple[str, ...] = tuple(
    get_args(section.model_fields["kind"].annotation)[0] for section in get_args(get_args(AnySection)[0])
)
"""Each ``kind``, in the order of domain.md 2.3."""

SECTION_TITLES: dict[str, str] = {
    "decisions": "Beslut i nämnder och fullmäktige",
    "proposals": "Motioner, interpellationer och frågor",
    "followups": "Så gick det sedan",
    "visits": "Ute i verkligheten",
    "media": "Vi i medierna",
    "figures": "Kvartalet i siffror",
    "questions": "Diskutera på medlemsmötet",
    "share": "Klipp och klistra",
    "calendar": "Kalender",
    "links": "Läs mer",
    "contacts": "Hör av dig till oss",
}
"""Default headings, printed in the letter (domain.md 2.3); kinds without one are ``article``, ``action`` and ``image``."""
