"""Swedish words for the account's documents, which are Swedish whatever language the program speaks."""

from newsletter.accounting import Deviated, Reach
from newsletter.model.choices import RecipientType
from newsletter.model.deliveries import By, Event, Status

REACH = {
    Reach.REACHED: "nådd",
    Reach.HANDED_OVER: "för hand",
    Reach.SCHEDULED: "väntar",
    Reach.BOUNCED: "studsade",
    Reach.REJECTED: "avvisad",
    Reach.UNRESOLVED: "oklart",
    Reach.NO_CONTACT: "saknar kontakt",
    Reach.DORMANT: "vilande",
    Reach.NOT_SENT: "ej skickad",
}
REACHED_BY_MANY = REACH | {Reach.REACHED: "nådda", Reach.REJECTED: "avvisade", Reach.NOT_SENT: "ej skickade"}
"""After a number of associations other than one."""
STATUS = {
    Status.ACCEPTED: "överlämnade",
    Status.REJECTED: "avvisade",
    Status.UNSENT: "ej skickade",
    Status.UNKNOWN: "oklara",
    Status.SENDING: "påbörjade",
    Status.RECALLED: "återtagna",
}
"""After ”brev”, in the plural."""
EVENT = {
    Event.DELIVERED: "levererat",
    Event.DELAYED: "fördröjt",
    Event.BOUNCED: "studsade",
    Event.DROPPED: "stoppat",
    Event.COMPLAINED: "anmält som skräppost",
    Event.UNSUBSCRIBED: "avregistrerad",
}
HOW = {By.PAPER: "på papper", By.PHONE: "per telefon", By.MEETING: "på ett möte", None: "återtaget"}
DEVIATED = {
    Deviated.LATE: "skickad sent",
    Deviated.OVERDUE: "försenad",
    Deviated.MISSED: "uteblev",
    Deviated.ANNOUNCED: "aviserad",
}
RECIPIENT = {
    RecipientType.ASSOCIATION: "förening",
    RecipientType.DISTRICT: "distrikt",
    RecipientType.OTHER: "övrig",
}
