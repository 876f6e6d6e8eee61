"""The lines of an issue outside its sections, worded once for both editions: subject, preview, opt-out, footer."""

from newsletter.letter import markdown
from newsletter.letter.letters import DEFAULT_GREETING
from newsletter.letter.swedish.dates import capitalised, quarter_name
from newsletter.letter.swedish.typography import NBSP, typeset
from newsletter.model.choices import IssueType
from newsletter.model.issue import Issue
from newsletter.model.settings import OPT_OUT_SUBJECT, Organisation, Settings

PREVIEW_LENGTH = 110
WHY_YOU = "Du får den här rapporten för att du är kontaktperson för"
HOW_OFTEN = "Regiongruppen lämnar rapport till distriktets partiföreningar minst fyra gånger per år."
NEW_CONTACT = "Har ni valt en ny kontaktperson? Svara på mejlet så ändrar vi."

FORWARDED = "Det här är en kopia av rapporten till partiföreningarna. Skicka den gärna vidare."


def subject_line(issue: Issue) -> str:
    """What the inbox shows; a correction without a subject of its own says that it is one."""
    if issue.subject:
        return typeset(issue.subject).replace(NBSP, " ")
    usual = f"Rapport från regiongruppen – {quarter_name(issue.covers)}"
    return f"Rättelse: {usual}" if issue.type is IssueType.CORRECTION else usual


def issue_line(issue: Issue) -> str:
    """Above the headline: ``Kvartal 3 2026``, with the sort of issue when it is not the ordinary one."""
    quarter = capitalised(quarter_name(issue.covers))
    return quarter if issue.type is IssueType.REPORT else f"{quarter}{NBSP}– {issue.type}"


def preview_line(issue: Issue) -> str:
    """What the inbox shows beside the subject: the editor's sentence, else the start of the lead, cut at a word."""
    if issue.preview:
        return typeset(issue.preview).replace(NBSP, " ")
    lead = markdown.plain(issue.lead).replace(NBSP, " ")
    if len(lead) <= PREVIEW_LENGTH:
        return lead
    return lead[: PREVIEW_LENGTH - 1].rpartition(" ")[0].rstrip(" ,;:–-") + " …"


def open_greeting(issue: Issue) -> str:
    """The greeting with its fields open, for ``letters.greeting``."""
    return typeset(issue.greeting) if issue.greeting else DEFAULT_GREETING


def opt_out_href(settings: Settings) -> str:
    """A mail to us that asks for no more reports."""
    return f"mailto:{settings.sender.replies.wire}?subject={OPT_OUT_SUBJECT}"


def sender_line(organisation: Organisation) -> str:
    """``Avsändare: Vänsterpartiets regiongrupp i Värmland, Exempelgatan 1, 650 00 Exempelstad``."""
    return typeset(f"Avsändare: {', '.join((organisation.name, *organisation.address))}")
