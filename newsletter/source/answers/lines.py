"""The lines of a filled-in form as sections and fields, whatever a mail program has done to them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from newsletter.model.contribution import KINDS
from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.source.answers.blocks import QUOTE_SIGNS, Line
from newsletter.source.answers.closings import is_closing, is_greeting, is_name, is_sentence, says_good_bye, take_away_ending
from newsletter.source.answers.decoding import tidy
from newsletter.source.answers.filled import LONG, PREFILLED, Filled, FormSection, is_filled
from newsletter.source.answers.form_words import (
    CHOICES,
    HEADINGS,
    INSTRUCTIONS,
    choices_of,
    fields_of,
    key_of,
    says_nothing,
    swedish_word,
)
from newsletter.source.answers.own_words import is_ours
from newsletter.source.diagnostics.suggestions import comma_list, nearest
from newsletter.source.diagnostics.words import diagnostic, did_you_mean

_SHOWN = 4
"""Lines that are left out and shown for the editor to see which they are."""
_SIGNATURE = 6
"""Lines after the last words of a letter that are taken for a name and its titles."""
_FIELD = re.compile(
    r"""
    (?P<before>\s*(?:[-–—•·*][ ]+)?[*_]*)                      # a list's sign, and bold, in a mail program
    (?P<word>[^\W\d_][^\W_]*(?:[ -][^\W_]+){0,2})[*_]*\s*:     # one to three words and a colon
    [*_]*(?P<blank>\s*)(?P<value>.*)
    """,
    re.VERBOSE,
)
_ORNAMENT = re.compile(r"[\s=\-_*~#.]*")
_SCHEMES = frozenset({"http", "https", "mailto"})
"""A web address is no field, though it has a colon."""
_GREETING = re.compile(r"(?:hej|hejsan|hallå|god \w+)\b.{0,40}", re.IGNORECASE)
_MAIL = frozenset("från till skickat ämne kopia datum from to sent subject cc date".split())  # noqa: SIM905 - read as a sentence


@dataclass
class _Reading:
    file: str
    by: str
    sections: list[FormSection] = field(default_factory=lambda: [FormSection("")])
    outside: list[Line] = field(default_factory=list)
    last_words: list[Line] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    has_ended: bool = False
    """The letter has said good-bye; a heading or a field begins it again, as in a quoted form below an answer."""
    is_over: bool = False
    """It has said so in words, and nothing begins it again once something has been filled in."""
    after_blank: bool = False
    is_outside: bool = False
    """The last line was of no field, and so is what follows it at once."""
    has_greeted: bool = False
    """It has done so with a greeting that is known, so that all above it is the author's text."""
    heading: str = ""
    """Of a section of which no field has been read yet."""
    in_instructions: bool = False
    """Our own words above the form have come back with the answer."""
    in_choices: bool = False
    """Our own words below a field, which name its choices, have come back and may be broken over several lines."""
    current: FormSection = field(init=False)

    def __post_init__(self) -> None:
        self.current = self.sections[0]

    def begin(self, kind: str) -> None:
        """What follows belongs to a new item of ``kind``, or to the contribution itself."""
        self.current = FormSection(kind) if kind else self.sections[0]
        if kind:
            self.sections.append(self.current)

    @property
    def is_filled(self) -> bool:
        """Something beside who contributes and about which board has been filled in."""
        return is_filled(self.sections)

    @property
    def author(self) -> str:
        """The names that the author may sign with."""
        return " ".join([self.by, *(one.value for one in self.sections[0].fields if one.key == "by")])

    @property
    def open_field(self) -> Filled | None:
        return self.current.fields[-1] if self.current.fields and not self.has_ended else None


def parse(lines: Iterable[Line], file: str, by: str = "") -> tuple[tuple[FormSection, ...], tuple[Diagnostic, ...]]:
    """The sections with the fields that hold something, and what is wrong; ``by`` is whom the mail is from."""
    reading = _Reading(file, by)
    for number, line in tidy(lines):
        _read(reading, number, line)
    if (len(reading.last_words) > _SIGNATURE and not reading.is_filled) or any(map(_fills_in, reading.last_words)):
        reading.outside += reading.last_words
    else:
        reading.found += _sentences_left_out(reading)
    reading.found += _take_away_ending(reading)
    for section in reading.sections:
        section.fields = [one for one in section.fields if one.value]
    return tuple(reading.sections), (*reading.found, *_lines_outside(reading))


def _fills_in(line: Line) -> bool:
    """Whether a line below the good-bye fills in a field of the form, beside those that are filled in beforehand."""
    match = _FIELD.fullmatch(line[1])
    if not match or not match["value"].strip():
        return False
    keys = {key_of(match["word"], kind) for kind in ("", *KINDS)}
    return bool(keys - {None} - PREFILLED)


def form_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """From where our form begins; what stands above it in the mail that is answered is not the member's."""
    for index, (_number, text) in enumerate(tidy(lines)):
        bare = QUOTE_SIGNS.sub("", text, count=1).strip() if QUOTE_SIGNS.match(text) else text.strip()
        match = _FIELD.fullmatch(bare)
        is_heading = bare.strip("*_#=-: ").casefold() in HEADINGS
        if bare.startswith(INSTRUCTIONS) or is_heading or (match and key_of(match["word"], "")):
            return tuple(lines[index:])
    return ()


def _sentences_left_out(reading: _Reading) -> Iterator[Diagnostic]:
    """What stands below a good-bye is not the contribution; a sentence there may be more than a signature, and is told."""
    if reading.is_filled and (said := [line for line in reading.last_words if is_sentence(line[1])]):
        yield diagnostic(reading.file, Place(said[0][0]), "ending-left-out", value=said[0][1])


def _take_away_ending(reading: _Reading) -> Iterator[Diagnostic]:
    last = reading.current.fields[-1] if reading.current.fields and not reading.has_greeted else None
    if last is not None and last.key in LONG and (taken := take_away_ending(last.lines)):
        yield diagnostic(reading.file, last.at, "ending-left-out", value=" / ".join(taken))


def _read(reading: _Reading, number: int, line: str) -> None:
    quotation = QUOTE_SIGNS.match(line)
    start = quotation.end() if quotation else 0
    text = line[start:]
    plain = text.strip()
    if not plain or (_ORNAMENT.fullmatch(plain) and not is_closing(plain)):
        reading.after_blank, reading.in_instructions, reading.in_choices = True, False, False
        if (last := reading.open_field) and last.key in LONG:
            last.lines.append("")
        return
    if _is_choices(reading, plain):
        return
    if reading.is_over and reading.is_filled:
        reading.last_words.append((number, plain))
    elif (word := plain.strip("*_#=-: ").casefold()) in HEADINGS and not _is_chosen(reading, word):
        reading.begin(HEADINGS[word])
        reading.heading = plain
        reading.has_ended = reading.is_over = False
    elif is_closing(plain):
        reading.has_ended = True
        reading.is_over |= plain == "--" or any(map(str.isalpha, plain))
        reading.has_greeted |= says_good_bye(plain)
    elif _is_signed(reading, plain):
        _take_away_greeting(reading)
        reading.has_ended = True
    elif quotation is None and says_nothing(plain) and not _is_in_text(reading):
        reading.begin("")
        reading.current.fields.append(Filled("nothing", Place(number), Place(number), ["ja"]))
    elif plain.startswith(INSTRUCTIONS) or (is_ours(plain) and key_of(plain.rstrip(":"), reading.current.kind) is None):
        reading.in_instructions |= plain.startswith(INSTRUCTIONS)
        _refuse_to_go_on(reading, number, plain)
    elif not _is_field(reading, number, text, start, is_quoted=quotation is not None):
        _go_on(reading, number, text.rstrip(), is_quoted=quotation is not None)
    reading.after_blank = False


def _is_chosen(reading: _Reading, word: str) -> bool:
    """Whether the word stands just below a field that can be answered with it: ”Typ:” and on the next line ”motion”."""
    last = reading.open_field
    return bool(last and not last.value and not reading.after_blank and word in choices_of(last.key, reading.current.kind))


def _is_signed(reading: _Reading, plain: str) -> bool:
    """Whether the author's name stands alone below what has been filled in."""
    last = reading.open_field
    return bool(last and last.value and last.key not in PREFILLED and is_name(plain, reading.author))


def _take_away_greeting(reading: _Reading) -> None:
    last = reading.current.fields[-1]
    written = [index for index, line in enumerate(last.lines) if line.strip()]
    if len(written) > 1 and is_greeting(last.lines[written[-1]]):
        greeting = last.lines.pop(written[-1])
        reading.found.append(diagnostic(reading.file, last.at, "ending-left-out", value=greeting))


def _is_in_text(reading: _Reading) -> bool:
    return bool((last := reading.open_field) and last.key in LONG and last.value)


def _refuse_to_go_on(reading: _Reading, number: int, plain: str) -> None:
    """Our own words below a text: the mail that is answered has begun somewhere in it, and nobody knows where."""
    if _is_in_text(reading):
        reading.found.append(diagnostic(reading.file, Place(number), "not-the-members-words", value=plain))


def _is_choices(reading: _Reading, plain: str) -> bool:
    """Whether the line is of the choices that the form names in brackets below a field; they end with their bracket."""
    if not plain.startswith(CHOICES) and not (reading.in_choices and not _FIELD.fullmatch(plain)):
        reading.in_choices = False
        return False
    reading.in_choices = not plain.endswith(")")
    return True


def _is_field(reading: _Reading, number: int, text: str, start: int, *, is_quoted: bool) -> bool:
    """Take the line as a field if it is one; a word that is none of the fields is told, unless it stands in a text."""
    match = _FIELD.fullmatch(text)
    if not match or (match["word"].casefold() in _SCHEMES and not match["blank"]):
        return False
    word = match["word"]
    if key_of(word, reading.current.kind) is None and key_of(word, "") in ("by", "board"):
        reading.begin("")
    section = reading.current
    named = Place(number, start + match.start("word") + 1)
    key = key_of(word, section.kind)
    if key is None:
        return _is_unknown(reading, word, named)
    reading.has_ended = reading.is_over = reading.is_outside = False
    reading.heading = ""
    value = match["value"].strip()
    at = Place(number, start + match.start("value") + 1) if value else named
    first = next((one for one in section.fields if one.key == key), None)
    if first and first.value and value:
        if not section.kind:
            if not is_quoted and value != first.value:
                reading.found.append(diagnostic(reading.file, named, "field-twice", key=word, line=first.named.line))
            return True
        reading.begin(section.kind)  # a second item under one heading
    if not (first and first.value):
        section.fields = [one for one in section.fields if one is not first]
    if value or not (first and first.value):
        reading.current.fields.append(Filled(key, named, at, [value]))
    return True


def _is_unknown(reading: _Reading, word: str, named: Place) -> bool:
    section, last = reading.current, reading.open_field
    if reading.has_ended or (last and last.key in LONG):
        return False
    if not section.kind and (not section.fields or word.casefold() in _MAIL):
        return word.casefold() in _MAIL
    words = [swedish_word(key, section.kind) for key in fields_of(section.kind)]
    guess = did_you_mean(nearest(word, words))
    reading.found.append(diagnostic(reading.file, named, "unknown-field", key=word, choices=comma_list(words), guess=guess))
    return True


def _go_on(reading: _Reading, number: int, text: str, *, is_quoted: bool) -> None:
    """A long text goes on, a value stands below its field or was broken by the mail program; anything else is outside. What
    is quoted outside the fields is the letter that was answered.
    """
    last, plain = reading.open_field, text.strip()
    is_below_nothing = last is not None and not last.value and reading.after_blank
    if reading.in_instructions or (is_quoted and (last is None or is_below_nothing)):
        return
    if reading.has_ended:
        reading.last_words.append((number, plain))
    elif last and not reading.heading and (last.key in LONG or not (reading.after_blank or reading.is_outside)):
        if not last.value:
            last.at = Place(number, 1)
        last.lines.append(text)
    elif reading.heading:
        reading.found.append(diagnostic(reading.file, Place(number), "heading-unread", value=plain, heading=reading.heading))
        reading.is_outside, reading.heading = True, ""
    elif not _GREETING.fullmatch(plain):
        reading.is_outside = True
        reading.outside.append((number, plain))


def _lines_outside(reading: _Reading) -> Iterator[Diagnostic]:
    if reading.outside:
        number = reading.outside[0][0]
        code = "outside-fields/several" if len(reading.outside) > 1 else "outside-fields"
        lines = [text for _number, text in reading.outside]
        value = " / ".join([*lines[:_SHOWN], *(["…"] if len(lines) > _SHOWN else [])])
        yield diagnostic(reading.file, Place(number), code, value=value, n=len(lines))
