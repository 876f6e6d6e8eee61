"""The closed choices of the YAML files (domain.md 4.4). A member's value is the Swedish word that the editor writes."""

from enum import StrEnum


class IssueType(StrEnum):
    REPORT = "rapport"
    EXTRA = "extra"
    CORRECTION = "rättelse"


class MatterOutcome(StrEnum):
    """What a board decided."""

    APPROVED = "bifall"
    PARTLY_APPROVED = "delvis bifall"
    REJECTED = "avslag"
    REFERRED_BACK = "återremiss"
    TABLED = "bordlagt"
    NOTED = "noterat"


class Vote(StrEnum):
    """How our group voted, relative to the proposal before the board."""

    FOR = "för"
    AGAINST = "emot"
    OWN_PROPOSAL = "eget förslag"
    ABSTAINED = "avstod"
    DID_NOT_TAKE_PART = "deltog inte"


class Mark(StrEnum):
    RESERVATION = "reservation"
    SPECIAL_STATEMENT = "särskilt yttrande"
    NOTE_IN_MINUTES = "protokollsanteckning"


class ProposalType(StrEnum):
    MOTION = "motion"
    INTERPELLATION = "interpellation"
    SIMPLE_QUESTION = "enkel fråga"
    INITIATIVE = "initiativ"
    CITIZENS_PROPOSAL = "medborgarförslag"
    BUDGET_PROPOSAL = "budgetyrkande"

    @property
    def is_neuter(self) -> bool:
        """Swedish ett-word: its status is inflected with -t."""
        return self in (ProposalType.INITIATIVE, ProposalType.CITIZENS_PROPOSAL, ProposalType.BUDGET_PROPOSAL)


class ProposalStatus(StrEnum):
    SUBMITTED = "inlämnad"
    IN_PREPARATION = "bereds"
    ANSWERED = "besvarad"
    APPROVED = "bifallen"
    PARTLY_APPROVED = "delvis bifallen"
    REJECTED = "avslagen"
    REFERRED_BACK = "återremitterad"
    TABLED = "bordlagd"
    WITHDRAWN = "återtagen"

    @property
    def neuter(self) -> str:
        """The form after an ett-word (domain.md 4.4); accepted in YAML as well."""
        return NEUTER_STATUS[self]

    @property
    def is_open(self) -> bool:
        """Nobody has decided or answered yet."""
        return self in (
            ProposalStatus.SUBMITTED,
            ProposalStatus.IN_PREPARATION,
            ProposalStatus.REFERRED_BACK,
            ProposalStatus.TABLED,
        )


NEUTER_STATUS = {
    ProposalStatus.SUBMITTED: "inlämnat",
    ProposalStatus.IN_PREPARATION: "bereds",
    ProposalStatus.ANSWERED: "besvarat",
    ProposalStatus.APPROVED: "bifallet",
    ProposalStatus.PARTLY_APPROVED: "delvis bifallet",
    ProposalStatus.REJECTED: "avslaget",
    ProposalStatus.REFERRED_BACK: "återremitterat",
    ProposalStatus.TABLED: "bordlagt",
    ProposalStatus.WITHDRAWN: "återtaget",
}


class FollowUpStatus(StrEnum):
    DONE = "genomfört"
    ONGOING = "pågår"
    DELAYED = "försenat"
    NOT_STARTED = "ej påbörjat"
    CLOSED = "avslutat"

    @property
    def is_open(self) -> bool:
        """It has not come to an end: a later issue has more to tell."""
        return self in (FollowUpStatus.ONGOING, FollowUpStatus.DELAYED, FollowUpStatus.NOT_STARTED)


class VisitType(StrEnum):
    STUDY_VISIT = "studiebesök"
    CONFERENCE = "konferens"
    COURSE = "kurs"
    ASSOCIATION_VISIT = "föreningsbesök"


class MediaType(StrEnum):
    DEBATE_ARTICLE = "debattartikel"
    LETTER_TO_EDITOR = "insändare"
    NEWS_ARTICLE = "nyhetsartikel"
    INTERVIEW = "intervju"
    RADIO = "radio"
    TV = "tv"
    SOCIAL_MEDIA = "sociala medier"
    PRESS_RELEASE = "pressmeddelande"


class CalendarType(StrEnum):
    GROUP_MEETING = "gruppmöte"
    ASSEMBLY = "regionfullmäktige"
    BOARD = "nämnd"
    DISTRICT = "distriktet"
    OPEN_MEETING = "öppet möte"
    ASSOCIATION_VISIT = "föreningsbesök"
    STUDIES = "studier"
    ELECTION = "val"


class CalendarStatus(StrEnum):
    PRELIMINARY = "preliminärt"
    CANCELLED = "inställt"
    CHANGED = "ändrat"


class RecipientType(StrEnum):
    ASSOCIATION = "förening"
    DISTRICT = "distrikt"
    OTHER = "övrig"


class Format(StrEnum):
    HTML = "html"
    TEXT = "text"


class Basis(StrEnum):
    """The ground for writing to a contact (domain.md 3.3)."""

    OFFICE = "uppdrag"
    MEMBERSHIP = "medlemskap"
    CONSENT = "samtycke"
