"""Words that were left by mistake, or that will not be printed as they look."""

import re
from collections.abc import Iterable, Iterator

from newsletter.checks import markdown
from newsletter.checks.passages import Form, Passage, passages
from newsletter.checks.rule import Remark, rule
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import Issue

SUBJECT = N_("Text that was left, or does not turn out as it looks")

# What ``newsletter new`` writes for the editor to write over: words that mean nothing else, beginnings, and whole texts.
ANYWHERE = ("Skriv här", "Rubrik för hela numret", "Vad ärendet gällde", "Förnamn Efternamn", "Exempelstad")
BEGINNINGS = """\
Ämnesrad i mejlet
En mening som syns i inkorgen
En ruta allra överst
Två till fyra meningar. Vad har hänt
En eller två meningar om vad
Vad bilden visar
En öppen fråga som går att svara på
Ännu en fråga: vad tycker ni
Första stycket på en enda rad
Ett förbehåll eller en källa
""".splitlines()
WHOLE = """\
Rubrik
Text under bilden
Fotografens namn
Vad motionen handlar om
Beslutet eller löftet som följs upp
Vad som har hänt sedan dess
Vad som händer nu, och när
Vad ni fick med er hem
Tidningens namn
Artikelns rubrik
Vad länken leder till
Några ord om det
Vad man kan fråga om
""".splitlines()


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)


PLACEHOLDER = re.compile(
    rf"""
    \b(?:x{{3,}}|todo|tbd|fixme|lorem\s+ipsum|text\s+kommer|{_any(ANYWHERE)})\b
    | \A(?:{_any(BEGINNINGS)})\b
    | \A(?:{_any(WHOLE)}|titel|namn)(?=[.?]?\Z)
    | \[\s*(?:                                                 # [datum], [fyll i orten]
        \.{{3}} | … | \?+ | _+
        | (?:för)?namn | datum | dag | länk | plats | tid | text | bild | belopp | siffra | kommun | förening | ort | roll
        | rubrik | att\s+göra
        | (?:fyll|ange|skriv|infoga|lägg|sätt|ändra|byt|kolla|komplettera)\b[^\[\]\n]{{0,60}}
      )\s*\](?![\[(])
    | \{{(?:(?:för|efter)?namn|datum|länk|plats|ort|tid|text|kommun|förening|siffra|belopp|rubrik)\}}   # {{namn}}
    | <(?:namn|datum|länk|plats|text|tid)>
    """,
    re.IGNORECASE | re.VERBOSE,
)
TEMPLATE_SYNTAX = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\{\{|\}\}|\{%|%\}|<%|%>|\bNone\b|\bundefined\b")
SLOT = re.compile(r"\{(?:contact|name|municipality)\}")
BULLET = re.compile(r"(?:\A|(?<=\n))[ \t]*(?P<bullet>[•●▪◦‣∙·])")
DASHES = re.compile(r"(?m)^[ \t]*(?P<bullet>[–—])[ \t]+\S.*\n[ \t]*(?P=bullet)[ \t]+\S")
"""Two lines in a row that begin with a dash: one alone is a reply or a thought, and so are two paragraphs."""
# What other kinds of Markdown make something of, and CommonMark prints as it stands.
OTHER_MARKDOWN = re.compile(
    r"""
    \[\^[\w-]+\]                                              # [^1], a footnote
    | ~~(?=\S)[^~\n]+~~                                       # struck out
    | (?:^|(?<=\n))[ \t]*(?:[-*+]|\d+[.)])[ ]+\[[ xX]\](?=[ ])  # a task
    | (?<![\w:/]):[a-z][a-z0-9_+-]+:(?![\w:/])                # :tada:
    | ==(?=\S)[^=\n]+==                                       # marked
    | \$\$[^$]+\$\$                                           # mathematics
    | \{[#.][A-Za-z][^{}\n]*\}                                # {#id}, {.class}
    | (?:^|(?<=\n))[ \t]*(?::::+|!!!)[ ]*[a-z]+               # ::: note
    | \[(?:TOC|toc)\](?![\[(])
    """,
    re.VERBOSE,
)
HTML_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:nbsp|amp|quot|lt|gt|shy|ndash|#\d+);", re.IGNORECASE)
MARKDOWN_MARKS = re.compile(r"\*\*\S[^*]*\*\*|\[[^\[\]]+\]\((?:https?:|mailto:)[^)]*\)")


def _of_form(issue: Issue, *forms: Form) -> Iterator[Passage]:
    return (passage for passage in passages(issue) if passage.form in forms)


@rule(Severity.WARNING, N_("The skeleton's words, or a place to fill in, were left."))
def placeholder_text(issue: Issue) -> Iterator[Remark]:
    for passage in _of_form(issue, Form.MARKDOWN, Form.PLAIN):
        for match in PLACEHOLDER.finditer(passage.text):
            if passage.text[match.start() - 1 : match.start()] != "{":  # two braces are a template's
                yield Remark(
                    passage.location,
                    _("“{text}” looks like a text that was to be replaced.").format(text=match[0]),
                    _("Write what it was to be, or take the line away."),
                    before=passage.text[: match.start()],
                )


@rule(Severity.WARNING, N_("What belongs in templates is printed as it stands in a text."))
def template_syntax(issue: Issue) -> Iterator[Remark]:
    for passage in _of_form(issue, Form.MARKDOWN, Form.PLAIN):
        if match := TEMPLATE_SYNTAX.search(passage.text):
            yield Remark(
                passage.location,
                _("“{text}” will be printed just as it stands.").format(text=match[0]),
                _("Write the words that the reader is to see."),
                before=passage.text[: match.start()],
            )


@rule(Severity.WARNING, N_("Only the greeting differs between associations; elsewhere the braces are printed."))
def slot_outside_greeting(issue: Issue) -> Iterator[Remark]:
    for passage in _of_form(issue, Form.MARKDOWN, Form.PLAIN):
        if passage.location != ("greeting",) and (match := SLOT.search(passage.text)):
            yield Remark(
                passage.location,
                _("{slot} is filled in only in “greeting”. Here it will be printed just as it stands.").format(slot=match[0]),
                _("Move it to the greeting, or write the words themselves."),
                before=passage.text[: match.start()],
            )


@rule(Severity.WARNING, N_("A pasted bullet is a sign in the text, not a list: a screen reader cannot count its items."))
def pasted_bullet(issue: Issue) -> Iterator[Remark]:
    """A text to share is pasted elsewhere, and keeps its bullets."""
    for passage in _of_form(issue, Form.MARKDOWN, Form.PLAIN):
        is_shared = passage.form is Form.PLAIN and passage.location[-1] == "text"
        if not is_shared and (match := BULLET.search(passage.text) or DASHES.search(passage.text)):
            yield Remark(
                passage.location,
                _("The line that begins with “{bullet}” does not become a list.").format(bullet=match["bullet"]),
                _("Begin each line of the list with a hyphen and a space, after an empty line."),
                before=passage.text[: match.start("bullet")],
            )


@rule(Severity.WARNING, N_("A timetable or an address that becomes one line is hard to read, and nobody sees it in the file."))
def joined_lines(issue: Issue) -> Iterator[Remark]:
    """Short lines below each other, of which the first had room for more: they were meant to stay lines. One a text."""
    for passage in _of_form(issue, Form.MARKDOWN):
        for line, below, number in markdown.joined_lines(passage.text):
            if _has_room(line, below):
                yield Remark(
                    passage.location,
                    _("The lines “{line}” and “{below}” are printed as one.").format(
                        line=_excerpt(line), below=_excerpt(below)
                    ),
                    _("Make a list, with a hyphen and a space first on each, or end the first line with a backslash (\\)."),
                    before="\n".join(passage.text.split("\n")[:number]),
                )
                break


_BULLETS = frozenset("-–—•●▪·*")
"""What begins a line that other rules tell of."""
_SHORT = 30
_NARROW = 45
"""Letters. No editor breaks running text at so few; a line that could have held the next word was ended on purpose."""


def _has_room(line: str, below: str) -> bool:
    """Whether the next word, which begins a sentence or a short line, would have stood on the line if it had been meant to."""
    first = below.partition(" ")[0]
    begins = first[:1].isupper() or first[:1].isdigit() or len(below) <= _SHORT
    is_ended = line.endswith((".", "!", "?", "…", ",", ";", "-", "–")) or line[:1] in _BULLETS or first[:1] in _BULLETS
    return begins and not is_ended and len(f"{line} {first}") <= _NARROW


@rule(
    Severity.WARNING,
    N_("Footnotes, tasks, emoji names and the like are other programs' Markdown: the reader gets the signs."),
)
def other_markdown(issue: Issue) -> Iterator[Remark]:
    """Each is told; the signs are printed as they stand."""
    for passage in _of_form(issue, Form.MARKDOWN):
        for match in OTHER_MARKDOWN.finditer(passage.text):
            if not markdown.is_code(passage.text, match[0].strip()):
                yield Remark(
                    passage.location,
                    _("“{text}” will be printed just as it stands.").format(text=_excerpt(match[0].strip())),
                    _("Write it in words, or with what the letter knows: **bold**, *italic*, lists, quotes, links and tables."),
                    before=passage.text[: match.start() + len(match[0]) - len(match[0].lstrip())],
                )


@rule(Severity.WARNING, N_("HTML is never carried out, so that no text can load or run anything; it is printed."))
def html_in_text(issue: Issue) -> Iterator[Remark]:
    """HTML is never carried out: it is printed, angle brackets and all."""
    for passage in _of_form(issue, Form.MARKDOWN, Form.PLAIN):
        found = markdown.html_tags(passage.text) if passage.form is Form.MARKDOWN else HTML_TAG.findall(passage.text)
        if found:
            yield Remark(
                passage.location,
                _("“{text}” is HTML and will be printed just as it stands.").format(text=_excerpt(found[0])),
                _("In longer texts, write **bold**, *italic* and [text](address) instead."),
                before=passage.text.partition(found[0])[0],
            )


@rule(Severity.WARNING, N_("Titles, captions and texts to share are plain, and asterisks would be printed."))
def markdown_in_plain_text(issue: Issue) -> Iterator[Remark]:
    """Titles, captions and texts to share are plain: their asterisks would be printed."""
    for passage in _of_form(issue, Form.PLAIN):
        if match := MARKDOWN_MARKS.search(passage.text):
            yield Remark(
                passage.location,
                _("“{text}” will be printed just as it stands: this text is not Markdown.").format(text=_excerpt(match[0])),
                _("Write it without marks."),
                before=passage.text[: match.start()],
            )


@rule(Severity.WARNING, N_("Pictures are keys of their own, with an alternative text, and are not shown inside a text."))
def picture_in_text(issue: Issue) -> Iterator[Remark]:
    for passage in _of_form(issue, Form.MARKDOWN):
        for alt in markdown.pictures(passage.text):
            yield Remark(
                passage.location,
                _("The picture “{alt}” in the middle of a text is not shown.").format(alt=alt),
                _("Make a section of its own for it, with kind: image, src and alt."),
                before=passage.text.partition(f"![{alt}]")[0],
            )


def _excerpt(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
