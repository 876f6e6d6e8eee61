"""The word that was probably meant: near misses, and the Swedish names of keys and kinds (domain.md 4.6)."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from newsletter.model.swedish import month_number

SWEDISH_KEYS: dict[str, tuple[str, ...]] = {
    "rubrik": ("title",),
    "titel": ("title",),
    "ämne": ("subject", "topic"),
    "ämnesrad": ("subject",),
    "förhandstext": ("preview",),
    "förhandsvisning": ("preview",),
    "ingress": ("lead",),
    "inledning": ("intro", "lead"),
    "hälsning": ("greeting",),
    "avslutning": ("closing",),
    "underskrift": ("signature",),
    "utkast": ("draft",),
    "notis": ("notice",),
    "rättar": ("corrects",),
    "år": ("year",),
    "kvartal": ("quarter",),
    "datum": ("date",),
    "till och med": ("until",),
    "slut": ("until",),
    "tid": ("time",),
    "klockslag": ("time",),
    "plats": ("place",),
    "flyttat från": ("moved_from",),
    "tidigare datum": ("moved_from",),
    "text": ("text",),
    "brödtext": ("text",),
    "bild": ("image",),
    "fil": ("src",),
    "alttext": ("alt",),
    "bildtext": ("caption",),
    "foto": ("credit",),
    "fotograf": ("credit",),
    "avsnitt": ("sections",),
    "sektioner": ("sections",),
    "typ": ("kind", "type"),
    "sort": ("kind", "type"),
    "type": ("kind",),
    "kind": ("type",),
    "punkter": ("items",),
    "poster": ("items",),
    "område": ("topic", "area"),
    "fråga": ("topic",),
    "fokusfråga": ("topic",),
    "nämnd": ("board",),
    "beslut": ("outcome",),
    "utfall": ("outcome",),
    "röst": ("vote",),
    "röstning": ("vote",),
    "markering": ("mark",),
    "diarienummer": ("ref",),
    "dnr": ("ref",),
    "av": ("by",),
    "författare": ("by",),
    "till": ("to", "until"),
    "beslutad": ("decided",),
    "nästa": ("next",),
    "nästa steg": ("next",),
    "vem": ("who",),
    "vilka": ("who",),
    "deltagare": ("who",),
    "tidning": ("outlet",),
    "medium": ("outlet",),
    "siffra": ("value",),
    "värde": ("value",),
    "etikett": ("label",),
    "svar": ("reply",),
    "för": ("for",),
    "knapp": ("button",),
    "sista dag": ("deadline",),
    "öppet för": ("open",),
    "öppet": ("open",),
    "länk": ("url",),
    "webbadress": ("url",),
    "webb": ("website", "url"),
    "namn": ("name",),
    "roll": ("role",),
    "uppdrag": ("role",),
    "ansvar": ("area",),
    "ansvarsområde": ("area",),
    "e-post": ("email",),
    "mejl": ("email",),
    "epost": ("email",),
    "mail": ("email",),
    "telefon": ("phone",),
    "kommun": ("municipality",),
    "aktiv": ("active",),
    "språk": ("language",),
    "samtycke": ("consent",),
    "grund": ("basis",),
    "anteckning": ("notes",),
    "anteckningar": ("notes",),
    "avregistrerad": ("unsubscribed",),
    "mottagare": ("recipients",),
    "föreningar": ("recipients",),
    "kontakter": ("contacts",),
    "avsändare": ("sender",),
    "redaktör": ("editor",),
    "svarsadress": ("reply_to",),
    "verksamhetsplan": ("plan",),
    "mål": ("target",),
    "nämnder": ("boards",),
    "fokusfrågor": ("topics",),
    "adress": ("address", "email"),
    "utseende": ("appearance",),
    "tidszon": ("timezone",),
    "status": ("status",),
    "hemsida": ("website", "url"),
    "webbplats": ("website", "url"),
    "grupp": ("group",),
    "regiongrupp": ("group",),
    "förening": ("name",),
    "dag": ("date",),
    "utgivningsdag": ("date",),
    "färg": ("accent",),
    "colour": ("accent",),
    "color": ("accent",),
    "typsnitt": ("font",),
    "förfallodagar": ("due",),
    "datum för utskick": ("due",),
    "ångra": ("undo",),
    "paus": ("pause",),
    "godkännare": ("approvers",),
    "godkännanden": ("approvals",),
    "ledamöter": ("members",),
    "förtroendevalda": ("members",),
    "sammanträden": ("sittings",),
    "ändringar": ("changes",),
    "skäl": ("reason",),
    "bidrag": ("contributions",),
    "godta": ("accept",),
    "godtas": ("accept",),
    "undantag": ("accept",),
    "kod": ("code",),
    "inget": ("nothing",),
    "inget denna gång": ("nothing",),
    "gäller": ("about",),
    "motivering": ("reason",),
    "anledning": ("reason",),
}

SWEDISH_KINDS: dict[str, tuple[str, ...]] = {
    "artikel": ("article",),
    "text": ("article",),
    "beslut": ("decisions",),
    "decision": ("decisions",),
    "motioner": ("proposals",),
    "motion": ("proposals",),
    "förslag": ("proposals",),
    "interpellationer": ("proposals",),
    "uppföljning": ("followups",),
    "uppföljningar": ("followups",),
    "besök": ("visits",),
    "medier": ("media",),
    "press": ("media",),
    "siffror": ("figures",),
    "frågor": ("questions",),
    "diskussion": ("questions",),
    "dela": ("share",),
    "klipp och klistra": ("share",),
    "insats": ("action",),
    "uppmaning": ("action",),
    "kalender": ("calendar",),
    "länkar": ("links",),
    "bild": ("image",),
    "kontakter": ("contacts",),
    "kontakt": ("contacts",),
}

SWEDISH_VALUES: dict[str, tuple[str, ...]] = {
    "ja": ("för", "bifall"),
    "nej": ("emot", "avslag"),
    "mot": ("emot",),
    "röstade för": ("för",),
    "röstade mot": ("emot",),
    "eget yrkande": ("eget förslag",),
    "vårt förslag": ("eget förslag",),
    "avstår": ("avstod",),
    "avstått": ("avstod",),
    "deltog ej": ("deltog inte",),
    "antogs": ("bifall", "bifallen"),
    "antaget": ("bifall", "bifallen"),
    "godkändes": ("bifall", "bifallen"),
    "beviljades": ("bifall", "bifallen"),
    "avslogs": ("avslag", "avslagen"),
    "bifall": ("för", "bifallen"),
    "avslag": ("emot", "avslagen"),
    "återremitterat": ("återremiss", "återremitterad"),
    "bordläggning": ("bordlagt", "bordlagd"),
    "till handlingarna": ("noterat",),
    "reserverade oss": ("reservation",),
    "inskickad": ("inlämnad",),
    "lämnad": ("inlämnad",),
    "väckt": ("inlämnad",),
    "remiss": ("bereds",),
    "svar": ("besvarad",),
    "klar": ("genomfört",),
    "klart": ("genomfört",),
    "färdigt": ("genomfört",),
    "inte påbörjat": ("ej påbörjat",),
    "nedlagt": ("avslutat",),
    "flyttat": ("ändrat",),
    "prel": ("preliminärt",),
    "avbokat": ("inställt",),
    "fråga": ("enkel fråga",),
    "besök": ("studiebesök", "föreningsbesök"),
    "utbildning": ("kurs", "studier"),
    "debatt": ("debattartikel",),
    "artikel": ("nyhetsartikel",),
    "facebook": ("sociala medier",),
    "instagram": ("sociala medier",),
    "fullmäktige": ("regionfullmäktige",),
    "rf": ("regionfullmäktige",),
    "styrelsemöte": ("distriktet",),
    "extranummer": ("extra",),
    "kvartalsrapport": ("rapport",),
    "partiförening": ("förening",),
    "textversion": ("text",),
}
"""Words for the listed values that are not their beginnings or misspellings."""


def nearest(word: str, allowed: Iterable[str], dictionary: dict[str, tuple[str, ...]] | None = None) -> str | None:
    """The allowed word that ``word`` was probably meant to be: by letter case, by dictionary, by likeness."""
    known = {name.casefold(): name for name in allowed}
    spelled = " ".join(word.casefold().split())
    if spelled in known:
        return known[spelled]
    words = dictionary or {}
    for swedish in (spelled, *get_close_matches(spelled, words, n=1, cutoff=0.85)):
        if found := next((name for name in words.get(swedish, ()) if name in known), None):
            return found
    close = get_close_matches(spelled, known, n=1, cutoff=0.6)
    return known[close[0]] if close else None


_DAY_FORMS = (
    re.compile(r"(?P<year>20\d\d)\D?(?P<month>\d{1,2})\D(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)"),
    re.compile(r"(?P<day>\d{1,2})\s*[-/.]\s*(?P<month>\d{1,2})[-/.,\s]+(?P<year>20\d\d)"),
    re.compile(
        r"""
        (?:\w+[ ])?(?:den[ ])?(?P<day>\d{1,2})(?::e)?          # torsdag den 12:e
        [ ](?P<month>[a-z]{3})[a-z]*\.?[ ](?P<year>20\d\d)     # mars 2026, mar. 2026
        """,
        re.VERBOSE,
    ),
)


def nearest_day(text: str) -> str | None:
    """The day, year-month-day, that was written in another common way."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    for form in _DAY_FORMS:
        if found := form.fullmatch(plain):
            return _day(found["year"], found["month"], found["day"])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else month_number(month)
    if number is None:
        return None
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def nearest_id(text: str) -> str | None:
    """The id that is nearest to the text: in lower case, without accents, with hyphens."""
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", letters)) or None


def comma_list(names: Iterable[str]) -> str:
    return ", ".join(names)
