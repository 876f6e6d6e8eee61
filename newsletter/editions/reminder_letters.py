"""Reminders as the plain mails that they leave as, in Swedish: one a person and day."""

from datetime import date

from newsletter.accounting import Deadline, Digest, Reason, Reminder, WheelStep
from newsletter.editions.occasions import Occasion
from newsletter.letter import Letter, wrap
from newsletter.letter.swedish import NBSP, capitalised, quarter_name, running_date
from newsletter.model.issue import Quarter, quarter_of
from newsletter.model.settings import Settings
from newsletter.model.swedish import swedish_list
from newsletter.source import ASKED, ENDING


def digest_letter(digest: Digest, settings: Settings, form: str = "") -> Letter:
    """One mail about all that is due. ``form`` is what a member who is asked to contribute may fill in and send back."""
    said = [_words(one) for one in digest.about]
    subjects = [subject for subject, _what in said]
    subject = subjects[0] if len(said) == 1 else f"{subjects[0]}, och {_number(len(said) - 1)} till"
    paragraphs = [
        f"Hej {digest.to.name.split()[0]}!",
        *(what for _subject, what in said),
        f"Vänliga hälsningar\n{settings.organisation.group}",
    ]
    text = "\n\n".join("\n".join(wrap(paragraph)) for paragraph in paragraphs)
    return Letter(subject, None, "\n\n".join([text, *([form] if form else []), ENDING]) + "\n", ())


def _number(n: int) -> str:
    return "en sak" if n == 1 else f"{n} saker"


_SAID = {
    Reason.CONTRIBUTE: (
        "{when}: ditt bidrag till {report}",
        ASKED,
    ),
    Reason.MISSING: (
        "Bidrag saknas till {report}",
        (
            "Bidragen till {report} skulle ha kommit senast {day}. Det saknas bidrag från {names}, och de påminns inte fler "
            "gånger. Kör ”newsletter collect {issue}” för att se läget."
        ),
    ),
    Reason.DRAFT: (
        "{when}: skriv {report}",
        "{Report} {shall_be} skriven senast {day}. Kör ”newsletter” för att se vad som är nästa steg.",
    ),
    Reason.APPROVE: (
        "{when}: godkänn {report}",
        (
            "{Report} är skriven och väntar på ditt godkännande, som {is_needed} senast {day}. Kör ”newsletter approve "
            "{issue}”, eller be redaktören om hjälp."
        ),
    ),
    Reason.APPROVAL: (
        "{when}: {report} är inte godkänd",
        (
            "{Report} är skriven men inte godkänd. Godkännandet {is_needed} senast {day}. ”newsletter approve {issue}” visar "
            "vems som saknas."
        ),
    ),
    Reason.SEND: (
        "{when}: skicka {report}",
        "{Report} är klar och {shall_be_sent} senast {day}. Kör ”newsletter send {issue}”.",
    ),
    Reason.OVERDUE: (
        "Inte skickad: {report}",
        (
            "{Report} skulle ha skickats senast {day}, och är inte skickad. Du påminns inte fler gånger. Skicka den "
            "(”newsletter send {issue}”), eller skriv varför och när den kommer i stället: ”newsletter deviation {issue}”."
        ),
    ),
    Reason.UNRESOLVED: (
        "Oklart om alla brev kom fram: {report}",
        "Det är oklart om alla brev med {report} kom fram. De skickas inte om av sig själva. Kör ”newsletter resolve {issue}”.",
    ),
    Reason.UNFINISHED: (
        "Brev återstår: {report}",
        "Det återstår brev att skicka med {report}. Kör ”newsletter send {issue}”.",
    ),
    Reason.FAILED: (
        "Brev studsade: {report}",
        (
            "Breven med {report} till {names} kom inte fram. ”newsletter status” visar varför och vad som "
            "ska göras. Alla studsar beror inte på en felaktig adress."
        ),
    ),
    Reason.RING: (
        "Ring föreningen: {names}",
        (
            "Det finns ingen adress kvar att skriva till för {names}: breven studsar, eller så vill mottagaren inte ha fler. "
            "Ring föreningen och skriv in en ny adress i recipients.yaml, eller lämna rapporten på annat sätt och kör "
            "”newsletter handover {issue}”."
        ),
    ),
}


_TO_COME = {"shall_be": "ska vara", "shall_be_sent": "ska skickas", "is_needed": "behövs"}
_PAST = {"shall_be": "skulle ha varit", "shall_be_sent": "skulle ha skickats", "is_needed": "behövdes"}


def _words(one: Reminder) -> tuple[str, str]:
    """The subject, and what is to be done."""
    quarter = quarter_of(one.issue)
    assert quarter is not None, f"{one.issue} is no issue's id"
    report = f"rapporten för {_plain(quarter_name(quarter))}"
    subject, text = _SAID[one.matter]
    words = {
        **(_PAST if one.days < 0 else _TO_COME),
        "when": _when(one),
        "report": report,
        "Report": capitalised(report),
        "day": _plain(running_date(one.day, year_of_issue=one.day.year)),
        "names": swedish_list(one.names),
        "issue": one.issue,
    }
    return subject.format(**words), text.format(**words)


def _when(one: Reminder) -> str:
    if one.days < 0:
        return "Försenat"
    return {0: "I dag", 1: "I morgon"}.get(one.days, f"Om {one.days} dagar")


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")


_STEPS = {
    WheelStep.CONTRIBUTIONS: "Bidragen ska vara inne",
    WheelStep.DRAFT: "Numret ska vara skrivet",
    WheelStep.APPROVAL: "Numret ska vara godkänt",
    WheelStep.SENDING: "Rapporten ska vara skickad",
}


def deadline_occasion(one: Deadline, announced: date) -> Occasion:
    """A whole day. Its key stays the same when the plan moves the day."""
    quarter: Quarter = one.slot.quarter
    ordinal = f"-{one.slot.ordinal}" if one.slot.ordinal > 1 else ""
    return Occasion(
        key=f"{quarter.issue_id}{ordinal}-{one.step}",
        first=one.day,
        last=one.day,
        clock=None,
        summary=f"{_STEPS[one.step]}: {_plain(quarter_name(quarter))}",
        place="",
        status=None,
        category="",
        text="",
        url=None,
        announced=announced,
        is_deadline=True,
    )
