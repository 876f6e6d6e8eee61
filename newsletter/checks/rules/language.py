"""How easy the text is to read: abbreviations, long words, long sentences."""

import re
from collections import defaultdict
from collections.abc import Iterator

from newsletter.checks import markdown
from newsletter.checks.passages import Form, prose
from newsletter.checks.rule import Remark, rule
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Location, Severity
from newsletter.model.issue import Issue

SUBJECT = N_("Readability")

HARD = 58
"""LIX; over 60 is the language of authorities, a newspaper is at 40 to 50 (Björnsson 1968)."""
_LONG_WORD = 7
_ENOUGH_WORDS = 40
"""Words; in shorter texts one name or two decide."""
LONGEST_SENTENCE = 45
_WORD = re.compile(r"[^\W\d_][\w-]*")
_END = re.compile(r"[.!?:…](?=\s|[”\")]|\Z)|\n")
_NOT_RUNNING = frozenset({"ref", "value", "credit", "by", "who", "name", "place", "notice", "signature"})
_ABBREVIATION = re.compile(r"(?<![\w/.&-])(?P<word>[A-ZÅÄÖ]{2,6})(?=(?::?s)?(?![\w/&-]))")
_CAPITALS = re.compile(
    r"""
    \b[A-ZÅÄÖ]{2,}(?:[ ,]+[A-ZÅÄÖ]{2,})+\b                     # several words together
    | \b(?:SÅ|INTE|OCH|ALLA|NU|NY|NYTT|JA|NEJ|VI|NI|DU|DET|DEN|HELA|ALLT|ALDRIG|MER)\b   # one that is no abbreviation
    """,
    re.VERBOSE,
)
"""Words in capitals for their weight."""
_ROMAN = re.compile(r"[IVX]+")
_KNOWN_TEXT = """\
AB ABC ABF ADHD AI AIDS AT BB BNP BVC CD CSN CV DATUM DJ DN DNA DVD EM EU FB FIXME FM FN FW FWD GP GPS HB HBTQ HBTQI HIV
HR ICA ID IF IK IOGT IPSUM IQ IT JO KD KF KFUM LO LOREM LSS LÄNK MP NAMN NATO NB NN NWT OBS OK OS PC PDF PLATS PM PRO PS
QR RE RFSL RFSU SACO SD SFI SJ SM SMS SPF SR SSU SV SVD SVT TBD TBE TCO TEXT TID TODO TT TV UK UNICEF UNT USA USB UV VAB
VB VD VF VM VR VTD WC WHO WWF XX XXX ÅF
"""
KNOWN = frozenset(_KNOWN_TEXT.split())


@rule(Severity.WARNING, N_("Newly elected members and readers outside the boards do not know it."))
def unexplained_abbreviation(issue: Issue) -> Iterator[Remark]:
    """Told at the first place of each; explained is ”Sveriges Kommuner och Regioner (SKR)”, anywhere in the issue."""
    whole = "\n".join(text for _passage, text in prose(issue))
    seen: set[str] = set()
    for passage, text in prose(issue):
        if passage.location[-1] in _NOT_RUNNING or _is_shouted(text):
            continue
        for match in _ABBREVIATION.finditer(_CAPITALS.sub("", text)):
            word = match["word"]
            if word not in KNOWN and word not in seen and not _ROMAN.fullmatch(word) and not _is_explained(word, whole):
                seen.add(word)
                yield Remark(
                    passage.location,
                    _("The abbreviation {word} is not explained.").format(word=word),
                    _("Write the words the first time: Sveriges Kommuner och Regioner (SKR)."),
                    before=passage.before(word),
                )


def _is_explained(word: str, text: str) -> bool:
    explained = rf"""
        \({word}\b                                             # Sveriges Kommuner och Regioner (SKR)
        | \b{word}(?::s)?\s*(?:                                # SKR (Sveriges Kommuner och Regioner)
            \( | = | står[ ]för | betyder | är[ ]en[ ]förkortning | ,[ ]det[ ]vill[ ]säga | ,[ ]alltså
        )
    """
    return bool(re.search(explained, text, re.VERBOSE))


def _is_shouted(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= 8 and sum(sign.isupper() for sign in letters) > 0.6 * len(letters)


@rule(Severity.WARNING, N_("The report is to be understood by all members, also read aloud at a meeting."))
def hard_to_read(issue: Issue) -> Iterator[Remark]:
    """By section, with its lists and items; the lead and the last words are sections of their own."""
    for location, texts in _running(issue).items():
        words, sentences, long_words = _count_words("\n".join(texts))
        if words < _ENOUGH_WORDS:
            continue
        lix = words / sentences + 100 * long_words / words
        if lix > HARD:
            yield Remark(
                location,
                _("The text is hard to read: LIX {lix}, where a newspaper has about 45.").format(lix=round(lix)),
                _("Divide long sentences, and write as you would say it to a member at a meeting."),
            )


def lix(text: str) -> float:
    """Words a sentence, and the share of words over six letters in percent."""
    words, sentences, long_words = _count_words(text)
    return words / sentences + 100 * long_words / words if words else 0.0


def _count_words(text: str) -> tuple[int, int, int]:
    words = _WORD.findall(text)
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part))
    return len(words), max(sentences, 1), sum(len(word) >= _LONG_WORD for word in words)


def _running(issue: Issue) -> dict[Location, list[str]]:
    found: defaultdict[Location, list[str]] = defaultdict(list)
    for passage, text in prose(issue):
        if passage.form is Form.MARKDOWN or passage.location[-1] == "text":
            is_in_section = passage.location[0] == "sections"
            place = (*passage.location[:2], "text") if is_in_section else passage.location
            found[place].append(text)
    return found


@rule(Severity.WARNING, N_("Nobody remembers the beginning when the end comes."))
def long_sentence(issue: Issue) -> Iterator[Remark]:
    for passage, text in prose(issue):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ”*])|\n(?=\n)", text):
            count = len(_WORD.findall(sentence))
            if count > LONGEST_SENTENCE and not _is_list(passage.text, sentence):
                beginning = " ".join(sentence.split()[:6])
                yield Remark(
                    passage.location,
                    _("The sentence that begins “{text}” has {n} words.").format(text=beginning, n=count),
                    _("Divide it: more than thirty words are hard to hold together when read aloud."),
                    before=passage.before(beginning),
                )


def _is_list(source: str, sentence: str) -> bool:
    """Items of a list or rows of a table, which need no full stop."""
    return "\n" in sentence and markdown.has_list_or_table(source)
