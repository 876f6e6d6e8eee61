"""What was left while writing: notes to oneself, sentences without an end, words that slipped."""

import re
from collections.abc import Iterator

from newsletter.checks import markdown
from newsletter.checks.passages import Form, passages, prose
from newsletter.checks.rule import Remark, rule
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import Issue

SUBJECT = N_("Notes and slips")

_NOTE = re.compile(
    r"""
    \?{2,} | \(\s*\?\s*\)                                      # ??, (?)
    | \b(?:                                                    # kolla upp datumet, fyll i namnet senare
        (?:dubbel)?kolla(?:s)?(?:\s+upp)? | fyll(?:s)?\s+i | fyll(?:s)?\s+på | stäm\s+av | kontrollera | lägg\s+in | komplettera
      )\b
      (?=
        [^.!?\n]{0,30}
        \b(?:
            datum | siffra | siffror | siffran | namn | namnet | länk | länken | stavning | stavningen | rubrik | uppgift
            | tid | tiden | här | senare | med\s+[A-ZÅÄÖ]\w+\s*\)
        )
      )
    | \((?:kolla|dubbelkolla|obs:|not:|kommentar:|att\s+göra)[^)]*\)   # (kolla med Eva)
    | \bATT\s+GÖRA\b | \bKOLLA\b | \bOBS!\s*(?:kolla|ändra|byt|fyll)\w*
    | \b(?:åååå|yyyy)[-/ ](?:mm|MM)[-/ ]dd\b                   # åååå-mm-dd
    | \b(?:XX|NN|N\.\s?N\.)(?![\w-]) | \bxx\b                  # NN
    | \bblaha?\s*blaha?\b | \basdf\w*\b | \bqwerty\b           # typed to fill the place
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CASED = re.compile(r"KOLLA|XX|NN|N\.\s?N\.|ATT\s+GÖRA")
"""What is a note in capitals only."""
_UNFINISHED = re.compile(r"(?:\.{3}|…|,|;|\s(?:och|att|som|eller|samt))\s*\Z", re.IGNORECASE)
_ONLY_DOTS = re.compile(r"[\s.…–-]+")
_REPEATED = re.compile(
    r"""
    \b(?P<word>
        och|att|som|i|på|till|med|av|en|ett|vi|är|har|inte|kan|ska|från|om|när|vid|under|efter|eller|men|också|nu|vår|våra|alla
        | [a-zåäö]{7,}                                         # a long word is never meant twice
    )\s+(?P=word)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STRAY = re.compile(
    r"""
    (?<=[^\s|:])[ \t]{2,}(?=[^\s|:\\])                         # two blanks between words, outside tables
    | (?<=\w)[ \t]+(?=                                         # a blank before
        [,;!?.](?:\s|\Z)(?!\.)                                 # the mark that ends the words
        | [,;][^\W\d_]                                         # a mark that the next word touches
        | \.[A-ZÅÄÖ][a-zåäö]
      )
    """,
    re.VERBOSE,
)
_GLUED = re.compile(
    r"""
    (?<![\w@/.:-])[A-ZÅÄÖ]?[a-zåäö]+                           # a word that is no part of an address
    (?:
        [,;](?=[^\W\d_]{2})                                    # bussen,tåget
        | (?<=[a-zåäö]{3})[.!?](?=[A-ZÅÄÖ][a-zåäö]{2})         # länet.Sedan
    )
    """,
    re.VERBOSE,
)
_SHOUTED = re.compile(r"\b[A-ZÅÄÖ]{2,}(?:[ ,]+[A-ZÅÄÖ]{2,}){2,}\b")
_BRACKETS = {")": "(", "]": "["}
_IN_BRACKETS = re.compile(r"\[[^\[\]\n]*\]")
"""Places to fill in, which are ``placeholder_text``'s."""
_SMILEY = re.compile(r"(?<=\])\((?:https?:|mailto:)\S*|[:;]-?[()](?!\S)")
_NUMBERED = re.compile(r"(?<!\S)(?:\d{1,2}|[a-z])\Z")
"""Before a bracket that closes nothing: 1) or a)."""


@rule(Severity.WARNING, N_("A note to yourselves was left for everybody to read."))
def editor_note(issue: Issue) -> Iterator[Remark]:
    """”(kolla datumet)”, ”??”, ”åååå-mm-dd”: for the writers, not for the readers."""
    for passage, whole in prose(issue):
        text = _IN_BRACKETS.sub(_blank, whole)
        for match in _NOTE.finditer(text):
            if not _CASED.fullmatch(match[0].upper()) or _CASED.fullmatch(match[0]):
                yield Remark(
                    passage.location,
                    _("“{text}” looks like a note to yourselves.").format(text=" ".join(match[0].split())),
                    _("See to it, and take the words away."),
                    before=text[: match.start()] if passage.form is Form.PLAIN else _before(passage.text, match[0]),
                )


def _before(text: str, piece: str) -> str:
    return text[: max(text.find(piece), 0)]


@rule(Severity.WARNING, N_("The sentence has no end."))
def unfinished_text(issue: Issue) -> Iterator[Remark]:
    for passage, text in prose(issue):
        tail = text.rstrip()[-30:]
        if passage.location[-1] not in ("value", "ref") and (_ONLY_DOTS.fullmatch(text) or _UNFINISHED.search(tail)):
            yield Remark(
                passage.location,
                _("The text ends with “{text}”, as if something were to follow.").format(text=" ".join(tail.split()[-3:])),
                _("Finish the sentence, or take the end away."),
                before=passage.text.rstrip()[: -len(tail.split()[-1])] if tail.split() else "",
            )


@rule(Severity.WARNING, N_("A word came along twice when a sentence was changed."))
def repeated_word(issue: Issue) -> Iterator[Remark]:
    """”att att”."""
    for passage, text in prose(issue):
        for match in _REPEATED.finditer(text):
            if match["word"].islower() or match["word"].istitle():
                yield Remark(
                    passage.location,
                    _("“{text}” stands twice.").format(text=match["word"]),
                    _("Take one of them away."),
                    before=passage.before(match[0]),
                )


@rule(Severity.WARNING, N_("It shows as a hole in the line, and a line may begin with the comma."))
def stray_space(issue: Issue) -> Iterator[Remark]:
    """Two spaces in a row, or one before a comma; not in tables, whose columns are made with spaces."""
    for passage in passages(issue):
        if passage.form is Form.ADDRESS:
            continue
        start = 0
        for line in passage.text.split("\n"):
            if not line.lstrip().startswith("|") and (match := _STRAY.search(line, len(line) - len(line.lstrip()))):
                yield Remark(
                    passage.location,
                    _("There is a space too many before “{text}”.").format(text=line[match.end() :][:20]),
                    _("Take it away."),
                    before=passage.text[: start + match.end()],
                )
            start += len(line) + 1


@rule(Severity.WARNING, N_("The words run together, and a screen reader reads them as one."))
def missing_space(issue: Issue) -> Iterator[Remark]:
    """”bussen,tåget”, ”slut.Sedan”; addresses have no spaces and are left alone."""
    for passage, text in prose(issue):
        for match in _GLUED.finditer(text):
            word = match[0] + text[match.end() :].split(maxsplit=1)[0]
            if "@" not in word and "/" not in word:
                yield Remark(
                    passage.location,
                    _("There is no space after “{sign}” in “{text}”.").format(sign=match[0][-1], text=word),
                    _("Add one."),
                    before=_before(passage.text, word),
                )


@rule(Severity.WARNING, N_("The reader looks for the other half."))
def unbalanced_brackets(issue: Issue) -> Iterator[Remark]:
    for passage, text in prose(issue):
        for paragraph in text.split("\n"):
            if (place := _lone_bracket(_SMILEY.sub(_blank, paragraph))) is not None:
                words = paragraph[max(0, place - 12) : place + 20].strip()
                yield Remark(
                    passage.location,
                    _("A “{sign}” has no partner in “{text}”.").format(sign=paragraph[place], text=words),
                    _("Add the other one, or take it away."),
                    before=_before(passage.text, paragraph[place : place + 20]),
                )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _lone_bracket(text: str) -> int | None:
    """Where the first bracket without a partner stands; a quotation mark where their number is odd."""
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign in _BRACKETS.values():
            opened.append(place)
        elif sign in _BRACKETS and not opened and _NUMBERED.search(text[:place]):
            continue
        elif sign in _BRACKETS and (not opened or text[opened.pop()] != _BRACKETS[sign]):
            return place
    if opened:
        return opened[-1]
    quotes = [place for place, sign in enumerate(text) if sign in '”“"']
    return quotes[0] if len(quotes) % 2 else None


@rule(Severity.WARNING, N_("Capitals are slower to read, and look like shouting."))
def capitals_in_text(issue: Issue) -> Iterator[Remark]:
    """Three words or more in capitals, in the middle of a text."""
    for passage in passages(issue):
        if passage.form is Form.MARKDOWN:
            for match in _SHOUTED.finditer(markdown.words(passage.text)):
                yield Remark(
                    passage.location,
                    _("“{text}” is in capitals.").format(text=match[0]),
                    _("Write in lower case; **two asterisks** on each side make words bold."),
                    before=passage.before(match[0]),
                )
