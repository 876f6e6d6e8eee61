"""The lines of an issue outside its sections, worded once for both editions: subject, preview, opt-out, footer."""

from newsletter.letter import markdown
from newsletter.letter.letters import DEFAULT_GREETING
from newsletter.letter.swedish.dates import capitalised, quarter_name
from newsletter.letter.swedish.phrases import number_word
from newsletter.letter.swedish.typography import NBSP, typeset
from newsletter.model.choices import IssueType
from newsletter.model.issue import Issue
from newsletter.model.settings import OPT_OUT_SUBJECT, Organisation, Settings

PREVIEW_LENGTH = 110
# Alike for one contact and for three: the program does not know how many there are.
WHY_YOU = "Rapporten går till kontaktpersonerna i"
NEW_CONTACT = "Har ni valt en ny kontaktperson? Svara på mejlet så ändrar vi."

FORWARDED = "Det här är en kopia av rapporten. Skicka den gärna vidare."


def subject_line(issue: Issue) -> str:
    """What the inbox shows: the editor's words, else the headline; a correction that does not say so is said to be one."""
    if issue.subject:
        return _in_header(issue.subject)
    title = _in_header(issue.title)
    is_unsaid = issue.type is IssueType.CORRECTION and not title.casefold().startswith("rättelse")
    return f"Rättelse: {title}" if is_unsaid else title


def _in_header(words: str) -> str:
    return typeset(words).replace(NBSP, " ")


def masthead_lines(organisation: Organisation) -> tuple[str, ...]:
    """The party above the group; without a party, the sender's full name alone: no name that the editor did not write."""
    names = (organisation.party, organisation.group) if organisation.party else (organisation.name,)
    return tuple(typeset(name) for name in names)


def how_often(settings: Settings, issue: Issue) -> str:
    """What the plan of the issue's own year asked for on its day; empty where that year has no plan."""
    plan = settings.plan.get(issue.year)
    if plan is None:
        return ""
    target = plan.target_on(issue.date)
    times = f"{number_word(target, one='en')} {'gång' if target == 1 else 'gånger'}"
    return typeset(f"{settings.organisation.group} lämnar rapport minst {times} per år.")


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
