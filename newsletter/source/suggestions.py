"""The word that was probably meant: near misses, and the Swedish names of keys and kinds (domain.md 4.6)."""

from collections.abc import Iterable, Sequence

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


def nearest(word: str, allowed: Iterable[str], dictionary: dict[str, tuple[str, ...]] | None = None) -> str | None:
    """The allowed word that ``word`` was probably meant to be: by letter case, by dictionary, by likeness."""
    from difflib import get_close_matches

    known = {name.casefold(): name for name in allowed}
    spelled = _plain(word)
    if spelled in known:
        return known[spelled]
    words = dictionary or {}
    for swedish in (spelled, *get_close_matches(spelled, words, n=1, cutoff=0.85)):
        if found := next((name for name in words.get(swedish, ()) if name in known), None):
            return found
    close = get_close_matches(spelled, known, n=1, cutoff=0.6)
    return known[close[0]] if close else None


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").split()) if "_" not in word else word.casefold()


def listed(names: Sequence[str] | Iterable[str]) -> str:
    return ", ".join(names)
