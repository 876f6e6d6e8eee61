"""The words with which a letter ends: what follows them is a name, a role, a telephone number, and never the contribution."""

import re
from collections.abc import Sequence

_LONGEST = 400
"""Letters; a longer line is a text."""
_NAME = r"(?:[ ,]+(?:från )?[A-ZÅÄÖÉ][\w.-]*){0,3}[!.,]*"
"""The name may stand on the same line."""
_GREETINGS = """\
vänlig kamratlig bäst varm mång hjärtlig glad god solidarisk socialistisk röd bästa med
"""
_ANYTHING_SHORT = r"\b.{0,30}"
# Words that nothing but a closing begins with: a name, a comma or more of the kind may follow.
_SURE = ("mvh", "m.v.h", "mkh", "vh", "hälsn", "hälsar", "vänsterhälsning", "vänsterhälsningar", "hälsningar", "med hälsning")
# Words that a sentence may begin with as well: only a name may follow.
_ALONE = """\
vänligen / allt gott / kram / kramar / bästa / tack på förhand / vi hörs / hörs / ha det gott / ha det bra / ha det fint
ha det så gott / ha det så bra / ha det så fint / trevlig helg / må gott / på återseende / med vänlighet
ha det så bra så hörs vi / ha det bra så hörs vi / ha en fin dag / ha en bra dag / ha en fin helg / ha en trevlig helg
ha en skön helg / trevlig sommar / trevlig kväll / god jul / glad sommar / vi ses / ses / hej då / hejdå / hej så länge
puss / puss och kram / stor kram / väl mött / solidariskt / kamratligen / kamratligt / i kampen / hjärtligen / önskar
hoppas det räcker / hoppas det duger / hoppas det blir bra / hör av dig om något är oklart
best regards / kind regards / warm regards / regards / sincerely / cheers / best
med vennlig hilsen / vennlig hilsen / venlig hilsen / med venlig hilsen / hilsen / beste hilsen / hilsener
de bedste hilsner / mange hilsner / kærlig hilsen / alt godt / ha en fin dag / ha det
ystävällisin terveisin / parhain terveisin / terveisin / hyvää päivänjatkoa
mit freundlichen grüßen / freundliche grüße / viele grüße / beste grüße / liebe grüße / herzliche grüße
thanks / many thanks / all the best / yours sincerely / with kind regards / with best regards
"""
# What mail programs and telephones put at the end.
_TRAILERS = """\
skickat från / skickad från / skickades från / skickat med / skickad med / skickades med / skickat via
sent from / sent with / sent via / sendt fra / lähetetty
gesendet von / von meinem / hämta outlook / hent outlook / get outlook / hanki outlook / virusfri / virus-free
denna e-post har sökts / detta e-postmeddelande / denna e-postadress / det här mejlet skickades av programmet
det här e-postmeddelandet / this email has been / den här e-posten
"""


def _listed(words: str) -> str:
    return "|".join(re.escape(one.strip()) for line in words.splitlines() for one in line.split("/") if one.strip())


_CLOSING = re.compile(
    rf"""
    (?:--|__+|—)\s*                                                   # a signature's line
    | /{{1,2}}[ ]?\w[\w .-]{{0,40}}                                    # //Siv
    | (?i:{"|".join(map(re.escape, _SURE))}){_ANYTHING_SHORT.replace(" ", "[ ]")}
    | (?i:(?:med[ ])?(?:{"|".join(_GREETINGS.split())})\w*[ ]hälsn\w*){_ANYTHING_SHORT.replace(" ", "[ ]")}
    """,
    re.VERBOSE,
)
_WORDS_ALONE = re.compile(rf"(?i:{_listed(_ALONE)}){_NAME}")
_TRAILER = re.compile(
    rf"""
    (?i:{_listed(_TRAILERS)}).*
    | -+(?i:begin[ ]pgp).*
    | .*(?i:antivirus|virus-free|avast).*
    | (?i:skaffa|hämta|ladda[ ]ned|hent|get|hanki|download|prova|try)\b.{{0,40}}      # Skaffa Outlook
      \b(?i:android|ios|iphone|ipad)\b.*                                             # för iOS
    """,
    re.VERBOSE,
)
_ADDRESS_BEHIND = re.compile(r"<[^<>]*>")


def is_closing(line: str) -> bool:
    """Whether a line, without blanks around it, ends a letter; what comes after it is not the contribution."""
    return len(line) <= _LONGEST and bool(_CLOSING.fullmatch(line) or _WORDS_ALONE.fullmatch(line) or _TRAILER.fullmatch(line))


def says_good_bye(line: str) -> bool:
    """Whether a line that ends a letter is a greeting of the author's, and no rule or line of a mail program's."""
    return any(map(str.isalpha, line)) and not _TRAILER.fullmatch(line)


_SENTENCE_END = re.compile(r"[.!?:…”)]\s*$")
_NOTICE = re.compile(
    "konfidentiell|sekretess|confidential|intended|mottagar|adressat|personuppgift|gdpr|skriva? ut|virus|e-postmeddelande",
    re.IGNORECASE,
)
"""Words of what organisations put below every mail."""
_SHORTEST_SENTENCE = 40


def is_sentence(line: str) -> bool:
    """Whether a line below a good-bye says something, beside a name, its titles and its organisation's notice."""
    return len(line) >= _SHORTEST_SENTENCE and bool(_SENTENCE_END.search(line)) and not _NOTICE.search(line)


# A closing that is not known.

_MOST_ENDING_LINES, _LONGEST_ENDING, _LONGEST_GREETING = 4, 60, 30


def is_name(line: str, author: str) -> bool:
    """Whether a line holds a part of the author's name and nothing else."""
    words = {word.casefold() for word in re.findall(r"\w+", author)}
    signed = {word.casefold() for word in re.findall(r"\w+", line)}
    return bool(signed) and words.issuperset(signed)


def take_away_ending(lines: list[str]) -> list[str]:
    """Take the closing that is not known off the lines of a text, and return it: short lines without a full stop, after a blank
    line at the very end; a greeting of one line above them, and a name's titles below them. The first paragraph is always text.
    """
    taken: list[str] = []
    while True:
        while lines and not lines[-1].strip():
            lines.pop()
        blank = max((index for index, line in enumerate(lines) if not line.strip()), default=-1)
        ending = lines[blank + 1 :]
        if blank < 1 or not (_looks_like_a_closing(ending) or (taken and (len(ending) == 1 and is_greeting(ending[0])))):
            return taken
        taken = [*ending, *taken]
        del lines[blank:]


def is_greeting(line: str) -> bool:
    """Whether a line may be the greeting above a name: ”Kör hårt!”."""
    return len(line) <= _LONGEST_GREETING and line.endswith(("!", ","))


def _looks_like_a_closing(ending: Sequence[str]) -> bool:
    """Short lines, of which the last is no sentence: a greeting may end in an exclamation mark, the name below it does not."""
    has_items = any(line.lstrip().startswith(("-", "*", "•", "1.")) for line in ending)
    return (
        len(ending) <= _MOST_ENDING_LINES
        and not has_items
        and all(len(_ADDRESS_BEHIND.sub("", line)) <= _LONGEST_ENDING for line in ending)
        and not _SENTENCE_END.search(ending[-1])
    )
