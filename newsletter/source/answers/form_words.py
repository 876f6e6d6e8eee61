"""The Swedish words of the contribution form: the names of its headings and fields, and which keys they fill in."""

import re

from newsletter.model.contribution import KINDS, Contribution
from newsletter.source.diagnostics.suggestions import SWEDISH_KEYS
from newsletter.source.yaml.shapes import Items, Keyed, Leaf

HEADINGS = {
    "beslut": "decisions",
    "förslag": "proposals",
    "motion": "proposals",
    "motioner": "proposals",
    "uppföljning": "followups",
    "uppföljningar": "followups",
    "besök": "visits",
    "medier": "media",
    "kalender": "calendar",
    "fri text": "",
    "artikel": "",
}
"""What stands alone on the line above the fields of an item; a text of one's own belongs to the contribution itself."""
INSTRUCTIONS = "Bidrag till rapporten"
"""How the words above the form begin; they end with an empty line."""
CHOICES = "(Välj: "
"""How the words below a field begin that name its choices; they end with a bracket."""
_NOTHING = re.compile(
    r"""
    [\W_]*(?:x\s+)?
    (?:(?:hej|nej|nix|tyvärr|nä)[,.!\s]+)*                                    # Nej, tyvärr,
    (?:(?:jag|vi)\s+har\s+|har\s+(?:jag|vi)?\s*)?(?:tyvärr\s+|nog\s+)?      # jag har
    (?:inget|ingenting)
    (?:
        (?=.*(?:gång|rapporten|kvartal|att\s|nytt|från))                      # ”Inget” alone is no answer
        (?:\s+(?:alls|nytt|särskilt|från\s+\w+|att\s+(?:rapportera|berätta|bidra\s+med|skriva(?:\s+om)?|komma\s+med)))*
        (?:\s+(?:denna|den\s+här)\s+gång(?:en)?|\s+till\s+(?:den\s+här\s+)?rapporten|\s+det\s+här\s+kvartalet|\s+nu)*
    )
    (?:\s+x)?[\s.!]*
    (?:[,/\s]*(?:mvh|vh|hälsn\w*|//?)\s*[\w .-]{0,40})?                       # /Malin
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_NOTHING = 100
_FIRST_WORDS = {
    "by": "Namn",
    "board": "Nämnd",
    "nothing": "Inget denna gång",
    "title": "Rubrik",
    "topic": "Fokusfråga",
    "text": "Text",
    "date": "Datum",
    "until": "Till och med",
    "outcome": "Utfall",
    "vote": "Röst",
    "mark": "Markering",
    "ref": "Diarienummer",
    "type": "Typ",
    "status": "Status",
    "to": "Till",
    "decided": "Beslutad",
    "next": "Nästa steg",
    "place": "Plats",
    "who": "Vem",
    "outlet": "Tidning",
    "url": "Länk",
    "time": "Tid",
    "open": "Öppet för",
    "moved_from": "Flyttat från",
    "name": "Nämndens namn",
}
"""What a field is called in the form that is sent out, and in messages about it."""
NON_ASCII_WORDS = frozenset(
    word for word in (*HEADINGS, *(one.casefold() for one in _FIRST_WORDS.values()), "ärende") if not word.isascii()
)
"""Words of the form that come out as they are in the right character set only."""
MORE_WORDS = {"ärende": "title", "namn": "by", "av": "by", "kommentar": "text", "beskrivning": "text", "tidpunkt": "time"}


def fields_of(kind: str) -> tuple[str, ...]:
    """The keys that can be filled in under a heading; of the contribution itself for none."""
    own = Keyed(Contribution)
    if not kind:
        return tuple(key for key in own.fields if key not in KINDS)
    items = own.shape_of(kind)
    assert isinstance(items, Items)
    assert isinstance(items.item, Keyed)
    return tuple(items.item.fields)


def swedish_word(key: str, kind: str) -> str:
    if kind == "decisions" and key == "title":
        return "Ärende"
    return "Av" if kind and key == "by" else _FIRST_WORDS[key]


def key_of(word: str, kind: str) -> str | None:
    """The key that a field of that name fills in under a heading; None for a word that is none of its fields."""
    spelled = " ".join(word.casefold().split())
    keys = fields_of(kind)
    names = {swedish_word(key, kind).casefold(): key for key in keys}
    if spelled in names:
        return names[spelled]
    meant = (MORE_WORDS.get(spelled), *SWEDISH_KEYS.get(spelled, ()))
    return next((key for key in meant if key in keys), None)


def leaf_of(key: str, kind: str) -> object:
    """The shape of a field under a heading; of the contribution itself for none."""
    own = Keyed(Contribution)
    keyed = own.shape_of(kind) if kind else own
    item = keyed.item if isinstance(keyed, Items) else keyed
    assert isinstance(item, Keyed)
    found = item.shape_of(key)
    return found.item if isinstance(found, Items) else found


def choices_of(key: str, kind: str) -> tuple[str, ...]:
    """The words that a field can be answered with; none for one of free text."""
    leaf = leaf_of(key, kind)
    return leaf.choices if isinstance(leaf, Leaf) else ()


def says_nothing(line: str) -> bool:
    """Whether a line on its own, without the form, says that there is nothing to tell this time."""
    return len(line) <= _LONGEST_NOTHING and bool(_NOTHING.fullmatch(line))
