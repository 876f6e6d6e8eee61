"""The words with which a letter ends: what follows them is a name, a role, a telephone number, and never the contribution."""

import re

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
best regards / kind regards / warm regards / regards / sincerely / cheers / best
med vennlig hilsen / vennlig hilsen / venlig hilsen / med venlig hilsen / hilsen
ystävällisin terveisin / mit freundlichen grüßen
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
_TRAILER = re.compile(rf"(?i:{_listed(_TRAILERS)}).*|-+(?i:begin pgp).*|.*(?i:antivirus|virus-free|avast).*")


def is_closing(line: str) -> bool:
    """Whether a line, without blanks around it, ends a letter; what comes after it is not the contribution."""
    if len(line) > _LONGEST:
        return False
    return bool(_CLOSING.fullmatch(line) or _WORDS_ALONE.fullmatch(line) or _TRAILER.fullmatch(line))
