"""``newsletter.yaml``: who we are, what the plan asks, how letters leave and look (domain.md 3.5, 4.8)."""

import re
from datetime import date, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from newsletter.model.addresses import Email, MailAddress, Url
from newsletter.model.base import ACCEPT, N_, Model, Waiver
from newsletter.model.plan_year import Editor, PlanYear, Topic
from newsletter.model.urls import split_url
from newsletter.model.values import ImagePath, Line, Lines, Phone, WholeNumber, fault
from newsletter.model.via import NotAVia, read_via


def _without_password(value: Any) -> Any:
    if isinstance(value, str) and "@" in value:
        parts = split_url(value)
        if parts is None:
            raise fault("not-a-url", value="…")
        if parts.password is not None:
            raise fault("password-in-url")
    return value


def _duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"([0-9]{1,4}) ?(s|m|h)", str(value).strip())
    if not match:
        raise fault("not-a-duration", value=str(value))
    return timedelta(seconds=int(match[1]) * {"s": 1, "m": 60, "h": 3600}[match[2]])


def _seconds(value: Any) -> float:
    text = str(value).strip().replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", text):
        raise fault("not-a-number", value=str(value), low=0, high=9999)
    return float(text)


def _colour(value: Any) -> str:
    text = str(value).strip()
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise fault("not-a-colour", value=text)
    return text.upper()


def _font_stack(value: Any) -> str:
    text = str(value).strip()
    if not re.fullmatch(r"[A-Za-z0-9 ,'-]{1,200}", text):
        raise fault("not-a-font", value=text)
    return text


def _timezone(value: Any) -> str:
    try:
        ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise fault("not-a-timezone", value=str(value)) from None
    return str(value)


def _via(value: str) -> str:
    try:
        read_via(value)
    except NotAVia:
        raise fault("not-a-via", value=value.partition("@")[0]) from None
    return value


def _log_url(value: str) -> str:
    """The outermost form alone: delivery reads the rest when it opens the log."""
    if not re.fullmatch(r"sqlite:(?!//).+|postgresql://.+", value, re.IGNORECASE):
        raise fault("not-a-log", value=value.partition("@")[0])
    return value


UrlWithoutPassword = Annotated[Line, BeforeValidator(_without_password)]
Via = Annotated[
    UrlWithoutPassword,
    AfterValidator(_via),
]
LogUrl = Annotated[UrlWithoutPassword, AfterValidator(_log_url)]
Duration = Annotated[timedelta, BeforeValidator(_duration), WithJsonSchema({"type": "string", "pattern": "^[0-9]+ ?[smh]$"})]
Seconds = Annotated[float, BeforeValidator(_seconds), WithJsonSchema({"type": "number", "minimum": 0})]
Colour = Annotated[str, BeforeValidator(_colour), WithJsonSchema({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"})]
FontStack = Annotated[str, BeforeValidator(_font_stack), WithJsonSchema({"type": "string"})]
TimeZone = Annotated[str, BeforeValidator(_timezone), WithJsonSchema({"type": "string"})]


class Organisation(Model):
    name: Line = Field(description=N_("The sender's full name, printed in the footer."))
    group: Line = Field(description=N_("The short name in the letter's head: Regiongruppen i Värmland."))
    address: Lines = Field(description=N_("Postal address, printed in the footer."))
    email: Email = Field(description=N_("E-mail address printed in the footer."))
    phone: Phone | None = Field(None, description=N_("Telephone number printed in the footer."))
    website: Url | None = Field(None, description=N_("Web site printed in the footer."))
    privacy_url: Url | None = Field(None, description=N_("The page about how you handle personal data."))
    party: Line | None = Field(None, description=N_("The party's name, above the group's; without it the sender's full name."))


OPT_OUT_SUBJECT = "Avregistrera"
"""The subject of a mail that asks for no more letters, in the footer's link and in List-Unsubscribe."""


class Sender(Model):
    name: Line = Field(description=N_("The name that the inbox shows."))
    email: Email = Field(description=N_("The address that the letters come from."))
    reply_to: Email | None = Field(None, description=N_("Where replies go; else to the sender."))

    @property
    def replies(self) -> MailAddress:
        """Where replies and wishes for no more letters go."""
        return self.reply_to or self.email


class DeliverySettings(Model):
    via: Via = Field("outbox:", description=N_("What the letters leave through: outbox:, smtp://…, sendgrid:eu."))
    log: LogUrl = Field(
        "sqlite:.newsletter/log.sqlite3", description=N_("Where the sending log is: sqlite:PATH or postgresql://…")
    )
    pause: Seconds = Field(0.0, description=N_("Seconds between letters through SMTP."))
    max_letters: Annotated[int, WholeNumber(1, 100_000_000)] = Field(
        500, description=N_("A run with more letters than this is refused.")
    )
    undo: Duration | None = Field(
        None, description=N_("How long letters wait at SendGrid, so that they can be taken back: 30m, 2h.")
    )


class Logo(Model):
    src: ImagePath = Field(description=N_("The image file, relative to newsletter.yaml."))
    alt: Line = Field(description=N_("What the logo says."))


class Appearance(Model):
    accent: Colour = Field("#B3170E", description=N_("Colour of links and buttons, as #B3170E."))
    accent_dark: Colour = Field("#FF9A8F", description=N_("Colour of links in dark mode."))
    font: FontStack = Field("Arial, Helvetica, sans-serif", description=N_("Installed fonts, the first one at hand is used."))
    logo: Logo | None = Field(None, description=N_("Your own logo in the head of the letter."))


class Settings(Model):
    organisation: Organisation = Field(description=N_("Who sends the report."))
    sender: Sender = Field(description=N_("Whom the letters come from."))
    editor: Editor | None = Field(None, description=N_("Who writes the report."))
    plan: dict[Annotated[int, WholeNumber(2000, 2099)], PlanYear] = Field(
        default_factory=dict, description=N_("The activity plan, year by year.")
    )
    delivery: DeliverySettings = Field(default_factory=lambda: DeliverySettings(), description=N_("How the letters leave."))
    appearance: Appearance = Field(default_factory=lambda: Appearance(), description=N_("How the letters look."))
    timezone: TimeZone = Field("Europe/Stockholm", description=N_("The time zone that dates are counted in."))
    accept: tuple[Waiver, ...] = Field((), description=ACCEPT)


DEFAULT_BOARDS = {
    "rf": "Regionfullmäktige",
    "rs": "Regionstyrelsen",
    "hsn": "Hälso- och sjukvårdsnämnden",
    "run": "Regionala utvecklingsnämnden",
    "ktn": "Kollektivtrafiknämnden",
    "kbn": "Kultur- och bildningsnämnden",
    "patn": "Patientnämnden",
}
"""Boards that hold for a year without any plan (domain.md 1.1, 4.4, 4.8)."""

DEFAULT_TOPICS = {
    "vårdskulden": "Vårdskulden",
    "personalskulden": "Personalskulden",
    "tillgängligheten": "Tillgängligheten",
    "primärvården": "Primärvården",
    "klimat och energi": "Klimat- och energikrisen",
    "arbetsmarknaden": "Arbetsmarknaden",
    "kollektivtrafiken": "Kollektivtrafiken",
    "folkhälsan": "Folkhälsan – kultur- och föreningslivet",
    "pågående reformer": "Pågående reformer – arbetstidsförkortning och ambulans",
}
"""Focus issues that hold for a year without any plan (domain.md 1.7, 4.8)."""

OTHER_BOARD = "annat"


def plan_for(settings: Settings, year: int) -> PlanYear:
    """The plan of ``year``; else the latest earlier one, as it was in the end; else four reports, default boards and topics
    (domain.md 4.8).
    """
    earlier = [planned for planned in settings.plan if planned <= year]
    plan = settings.plan[max(earlier)] if earlier else PlanYear()
    if earlier and max(earlier) < year:
        ended = {"target": plan.last_target, "approvals": plan.approvals_on(date.max), "changes": ()}
        plan = plan.model_copy(update=ended)
    return plan.model_copy(
        update={
            "boards": plan.boards or DEFAULT_BOARDS,
            "topics": plan.topics or tuple(Topic(id=key, label=label) for key, label in DEFAULT_TOPICS.items()),
        }
    )


def editor_of(settings: Settings, year: int) -> Editor | None:
    """Who edits the issues of ``year``."""
    return plan_for(settings, year).editor or settings.editor
