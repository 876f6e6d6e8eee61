"""Where a member's own words end in an answer: decided before any field is read, from the lines alone. Pure.

A mail program puts the mail that is answered below or around the answer, and says so in one of three ways: lines that begin
with ``>``, an attribution (``Den fre 20 nov. 2026 kl 08:12 skrev NAME <ADDRESS>:``, over up to three lines), or a block of
header lines (``Från:``, ``Skickat:``, ``Till:``), sometimes below a line such as ``-----Ursprungligt meddelande-----``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Line = tuple[int, str]
"""A line of text, and its number in the file that it was written in."""

_MOST_ATTRIBUTION_LINES = 3
_LONGEST_ATTRIBUTION = 400
"""Letters. No expression below looks at a longer line, so that a line of a million costs no more than one of a hundred."""
QUOTE_SIGNS = re.compile(r"\s*(?:>\s?)+")

# The header names that mail programs write above the mail that is answered: Swedish (Notes has Ärende for Ämne), English,
# Norwegian and Danish, Finnish, German; then French, Spanish, Dutch and Polish, which members may have their programs in too.
# In the order From, Sent, Date, To, Cc, Subject, Reply-To, Importance.
_HEADER_NAMES = """\
från skickat datum till kopia hemlig kopia ämne ärende svar till prioritet
from sent date to cc bcc subject reply-to importance
fra sendt dato til kopi emne svar til
lähettäjä lähetetty päivämäärä vastaanottaja kopio aihe vastausosoite
von gesendet datum an cc betreff antwort an
de envoyé date à cc objet
de enviado fecha para cc asunto
van verzonden datum aan cc onderwerp
od wysłano data do dw temat
"""
_NAMES = sorted({"hemlig kopia", "svar till", "svar til", "antwort an", *_HEADER_NAMES.split()} - {"hemlig", "svar", "antwort"})
_HEADER = re.compile(rf"[*_]*(?:{'|'.join(map(re.escape, _NAMES))})[*_]*\s*:[*_]*(?:\s.*)?", re.IGNORECASE)
# Those that no field of the form is called, and that begin no sentence: one of them is in every block.
_SURE_NAMES = "från skickat from sent fra sendt lähettäjä lähetetty von gesendet envoyé enviado verzonden wysłano"
_SURE_HEADER = re.compile(rf"[*_]*(?:{'|'.join(_SURE_NAMES.split())})[*_]*\s*:", re.IGNORECASE)
_OF_ANOTHER = (
    "ursprungligt original vidarebefordrat forwarded opprinnelig oprindelig alkuperäinen weitergeleitete ursprüngliche"
)
_MESSAGE = "meddelande message melding meddelelse viesti nachricht brev"
_FORWARDED = re.compile(r"(?:vidarebefordrat brev|vidarebefordrat meddelande|begin forwarded message)\s*:", re.IGNORECASE)
_ORIGINAL = re.compile(
    rf"""
    [-_*\s]{{2,}}                                                    # a rule before
    (?:{"|".join(_OF_ANOTHER.split())})\w*                          # Ursprungligt
    [\s-]?(?:{"|".join(_MESSAGE.split())})?\w*                      # meddelande
    [-_*\s]{{2,}}                                                    # and a rule after
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAMED = re.compile(r"[^\W\d_][^:@]{0,24}:\s+\S.{0,300}")
_FROM_SOMEBODY = re.compile(
    r"""
    (?!e-?post|e-?mail|mail|mejl)[^:@]{1,24}:                       # De:, but not what a signature calls an address
    \s+[^:]{0,80}<[^\s<>@]+@[^\s<>@]+>                              # Karin Redaktör <ADDRESS>
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FEWEST_UNKNOWN = 3
"""Lines of a header without a name that is sure."""
_FEWEST_BARS = 3
_COPY = re.compile(r"[*_]*(?:kopia|cc|bcc|kopi|kopio)[*_]*\s*:", re.IGNORECASE)
_SENDER = re.compile(r"[^:@]{0,80}<[^\s<>@]+@[^\s<>@]+>")
_RULE = re.compile(r"[_-]{8,}")
_WRITES = "skrev wrote skriver writes schrieb kirjoitti scritto écrit escribió schreef napisał"
_WROTE = rf"\b(?:{'|'.join(_WRITES.split())})\b"
_WHO_WROTE = re.compile(rf".{{0,200}}(?:{_WROTE}|\b(?:citerar|quoting|zitat von)\b).{{0,80}}:", re.IGNORECASE)
_WHO = re.compile(r"\d|@|\b[A-ZÅÄÖ]\w+ [A-ZÅÄÖ]\w+")
_OURSELVES = re.compile(r"\b(?:vi|jag|vår\w*)\s+skr(?:ev|iver)\b|\bskr(?:ev|iver)\s+(?:vi|jag)\b", re.IGNORECASE)
_ADDRESS = r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+"
_DATE_WITH_TIME = r"\d{1,4}.{0,40}\b\d{1,2}[:.]\d{2}\b"
_SENT = re.compile(rf"(?!\W*\w[\w -]{{0,30}}:\s).*(?:{_ADDRESS}|{_DATE_WITH_TIME}|\b20\d\d\b|<$)")
_GROUPWISE = re.compile(r"(?:>\s?){3}.{0,200}(?:@|\b\d{1,4}[-/.]\d).{0,100}>>>")  # >>> NAME 2026-11-24 07:40 >>>
_NOTES = re.compile(rf"[^-:@]{{2,60}}-{{2,3}}{_DATE_WITH_TIME}(?::\d\d)?-{{2,3}}")  # NAME ---2026-11-24 07:40:00---Hej Malin!
_CASE = re.compile(rf"[^@:]{{0,60}}[<(]{_ADDRESS}[)>],?\s+{_DATE_WITH_TIME}\s*$")  # NAME (ADDRESS), 24 nov. 2026 07:40
_BETWEEN_RULES = re.compile(rf"-{{2,}}.*{_WROTE}\s*:?\s*-{{2,}}", re.IGNORECASE)  # Zoho Mail, Notes
_ATTRIBUTION_END = re.compile(rf"(?:{_WROTE}|{_ADDRESS}\s*>?)[^:]{{0,80}}:\s*$|{_WROTE}.{{0,120}}:\s*$", re.IGNORECASE)
_ATTRIBUTION = re.compile(
    rf"(?=.*(?:{_ADDRESS}|{_DATE_WITH_TIME}))(?=.*(?:{_WROTE}|{_DATE_WITH_TIME})).{{8,400}}:\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Blocks:
    """``above`` are the author's lines before the mail that is answered, ``after`` those below its last quoted line, and
    ``answered`` everything from where it begins: quoted lines, and what was written between them.
    """

    above: tuple[Line, ...]
    answered: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()

    @property
    def author(self) -> tuple[Line, ...]:
        """The lines that nobody else has written."""
        return (*self.above, *self.after)


def cut(written: Sequence[Line]) -> Blocks:
    """The blocks of an answer. A line is in ``above`` or ``answered``, or between them, where it says who wrote."""
    lines = _with_one_sign(written)
    for index in range(len(lines)):
        if length := _header_block(lines, index):
            rest = lines[_after_frames(lines, index + length) :]
            is_quoted = bool(rest) and _is_quoted(rest[0][1])  # only then is it seen where the mail that is answered ends
            return Blocks(_without_sender(lines[:index]), _one_mail(rest), _below(rest) if is_quoted else ())
        if length := _attribution(lines, index):
            rest = lines[_after_frames(lines, index + length) :]
            return Blocks(tuple(lines[:index]), _one_mail(rest), _below(rest))
        if _is_quoted(lines[index][1]):
            return Blocks(_without_who_wrote(lines[:index]), _one_mail(lines[index:]), _below(lines[index:]))
    return Blocks(tuple(lines))


def _after_frames(lines: Sequence[Line], start: int) -> int:
    """The index after what further says whose words follow: Notes and Proton have had both a header and an attribution."""
    index = _after_blanks(lines, start)
    while index < len(lines) and (length := _header_block(lines, index) or _attribution(lines, index)):
        index = _after_blanks(lines, index + length)
    return index


def _with_one_sign(lines: Sequence[Line]) -> Sequence[Line]:
    """Some programs quote with ``|``; so three lines in a row or more begin, which are no table, whose rows end with it too."""
    changed, start = list(lines), 0
    for index in range(len(lines) + 1):
        if index < len(lines) and lines[index][1].startswith("|"):
            continue
        run = range(start, index)
        if len(run) >= _FEWEST_BARS and not any(lines[each][1].rstrip()[1:].endswith("|") for each in run):
            for each in run:
                changed[each] = (lines[each][0], f">{lines[each][1][1:]}")
        start = index + 1
    return changed


def is_header(text: str) -> bool:
    """Whether a line looks like one of another mail's header."""
    return bool(_SURE_HEADER.match(text))


def is_attribution(text: str) -> bool:
    """Whether a line says that somebody else wrote what follows."""
    bare = text.strip()
    return len(bare) <= _LONGEST_ATTRIBUTION and bool(_ATTRIBUTION.fullmatch(bare) and _ATTRIBUTION_END.search(bare))


def says_who_wrote(text: str) -> bool:
    """Whether a line ends as an attribution does, without what makes one sure: ”I går kl 7 skrev Bruno så här:”. What the
    author tells of us is none: ”Så här skrev vi:”.
    """
    bare = text.strip()
    return bool(len(bare) <= _LONGEST_ATTRIBUTION and _WHO_WROTE.fullmatch(bare) and not _OURSELVES.search(bare))


def _without_who_wrote(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines above the first quoted one, without those just above it that say, in whatever language, whose words those are:
    the last ends in a colon and has a digit, an address or a name in two words, or it has both an address and a time.
    """
    end = len(lines)
    while end and not lines[end - 1][1].strip():
        end -= 1
    said = lines[end - 1][1].strip() if end else ""
    if not _says_whose(said):
        return tuple(lines)
    start = end - 1
    while start and end - start < _MOST_ATTRIBUTION_LINES and _SENT.match(lines[start - 1][1]):
        start -= 1
    return tuple(lines[:start])


def _says_whose(said: str) -> bool:
    if len(said) > _LONGEST_ATTRIBUTION:
        return False
    has_both = re.search(_ADDRESS, said) and re.search(_DATE_WITH_TIME, said)
    return says_who_wrote(said) or bool(has_both or (said.endswith((":", "\uff1a")) and _WHO.search(said)))


def _without_sender(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines above a header, without a name with its address and a time that stand alone just above it, as in Notes."""
    end = len(lines)
    while end and (_SENDER.fullmatch(bare := _bare(lines[end - 1][1])) or re.fullmatch(_DATE_WITH_TIME, bare)):
        end -= 1
    return tuple(lines[:end])


def _is_quoted(text: str) -> bool:
    return text.lstrip().startswith(">")


def _bare(text: str) -> str:
    signs = QUOTE_SIGNS.match(text)
    return text[signs.end() :].strip() if signs else text.strip()


def _header_block(lines: Sequence[Line], index: int) -> int:
    """How many lines from ``index`` on are the head of the mail that is answered; 0 for none."""
    start = index
    if _says_original(lines[index][1]) or _RULE.fullmatch(_bare(lines[index][1])):
        start = _after_blanks(lines, index + 1)
    end = start
    while end < len(lines) and _HEADER.fullmatch(_bare(lines[end][1])):
        end += 1
    end = max(end, _unknown_header(lines, start))
    block = [_bare(text) for _number, text in lines[start:end]]
    if (
        _unknown_header(lines, start)
        or (len(block) >= 2 and any(map(is_header, block)))
        or (len(block) >= _FEWEST_UNKNOWN and any(map(_COPY.match, block)))
        or (block and is_header(block[0]) and "@" in block[0])
    ):
        return end - index
    return start - index if start > index and _says_original(lines[index][1]) else 0


def _after_blanks(lines: Sequence[Line], start: int) -> int:
    """The index of the first line from ``start`` on that says something; past the last one for none."""
    return next((index for index in range(start, len(lines)) if _bare(lines[index][1])), len(lines))


def _unknown_header(lines: Sequence[Line], start: int) -> int:
    """The index after a header in a language that is not known: three lines or more with names, the first with an address."""
    end = start
    while end < len(lines) and _NAMED.fullmatch(_bare(lines[end][1])):
        end += 1
    return end if end - start >= _FEWEST_UNKNOWN and _FROM_SOMEBODY.fullmatch(_bare(lines[start][1])) else 0


def _says_original(text: str) -> bool:
    """``-----Ursprungligt meddelande-----``, ``Vidarebefordrat brev:``."""
    bare = _bare(text)
    return bool(_ORIGINAL.fullmatch(bare) or _FORWARDED.fullmatch(bare))


def _attribution(lines: Sequence[Line], index: int) -> int:
    """How many lines from ``index`` on are an attribution; 0 for none. The author's last line just above is no part of it."""
    if not _bare(lines[index][1]):
        return 0
    if any(frame.match(lines[index][1]) for frame in (_GROUPWISE, _NOTES, _CASE)):
        return 1
    joined = ""
    for length in range(1, _MOST_ATTRIBUTION_LINES + 1):
        if index + length > len(lines) or not (bare := _bare(lines[index + length - 1][1])):
            return 0
        joined = f"{joined} {bare}".strip()
        if len(joined) > _LONGEST_ATTRIBUTION:
            return 0
        if is_attribution(joined) or _BETWEEN_RULES.fullmatch(joined):
            begins_here = _SENT.match(_bare(lines[index][1])) is not None
            return length if begins_here or not any(_attribution(lines, index + step) for step in range(1, length)) else 0
    return 0


def _one_mail(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Up to where the mail that is answered quotes another in its turn."""
    for index in range(len(lines)):
        if _header_block(lines, index):
            return tuple(lines[:index])
    return tuple(lines)


def _below(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines after the last quoted one, where it is quoted by signs: an answer written below."""
    quoted = [index for index, (_number, text) in enumerate(lines) if _is_quoted(text)]
    if not quoted:
        return ()
    below = list(lines[quoted[-1] + 1 :])
    if below and below[0][1].strip():
        below = below[1:]  # a quoted line that the mail program broke has lost its sign
    return tuple(below)
