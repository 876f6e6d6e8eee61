"""The text edition (domain.md 5.4): every fact, in 72 columns, and the same facts as the HTML edition."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from lxml import etree
from lxml.html import fromstring

from newsletter.letter import Letter, Slot, SlotParagraph, fill
from newsletter.letter.compile import compile_content
from newsletter.letter.compile.text import compile_text, text_to_parts
from newsletter.model.addresses import mail_address
from newsletter.model.choices import Format
from newsletter.model.issue import Issue
from newsletter.model.recipients import Addressee
from newsletter.model.sections import SECTION_TITLES, AnySection
from newsletter.model.settings import Settings
from tests.conftest import ROOT

SAMPLES = ("2026-q1", "2026-q2", "2026-q3", "2026-q4")
STORFORS = Addressee(
    "storfors", "Vänsterpartiet Storfors", "Storfors", mail_address("brev@example.org"), ("Kaisa", "Lars-Ove"), Format.HTML
)


def read(path: Path) -> Issue:
    return Issue.model_validate(yaml.load(path.read_text("utf-8"), yaml.BaseLoader))


SETTINGS = Settings.model_validate(yaml.load((ROOT / "newsletter.yaml").read_text("utf-8"), yaml.BaseLoader))
ISSUES = {name: read(ROOT / "issues" / f"{name}.yaml") for name in SAMPLES}
ISSUES["allt"] = read(Path(__file__).parent / "full_issue.yaml")
LETTERS: dict[str, Letter] = {}


def letter(name: str) -> Letter:
    if name not in LETTERS:
        LETTERS[name] = fill(compile_content(ISSUES[name], SETTINGS, ROOT), STORFORS)
    return LETTERS[name]


def text(name: str) -> str:
    return letter(name).text.replace("\u00a0", " ")


def alone(section: AnySection) -> str:
    """The section's own part of the text edition, with line breaks as blanks."""
    issue = ISSUES["allt"].model_copy(update={"sections": (section,)})
    parts = compile_text(issue, SETTINGS, ROOT)
    whole = "".join(part for part in parts if isinstance(part, str)).replace("\u00a0", " ")
    return " ".join(whole.partition("(https://example.org/ingress)")[2].split()) or " ".join(whole.split())


FACTS = {
    "article": [
        "Artikelrubrik",
        "Artikelns inledning med kod.",
        "Vårdskulden Av Artikelförfattaren",
        "[Bild: Artikelbildens alternativtext.]",
        "Artikelbildens bildtext.",
        "Foto: Artikelfotografen",
        "Underlaget: https://example.org/underlag",
        "adressen https://example.org/bar.",
        "Mellanrubrik ~~~~~~~~~~~~",
        "1. Första kravet * underkrav 2. Andra kravet",
        "> Ett citat ur protokollet.",
        "Tabellvård: 1 310 mnkr (2026), 1 352 mnkr (2027)",
        "Sista raden efter radbrytning.",
        "Artikelknapp: https://example.org/artikelknapp",
    ],
    "decisions": [
        "Beslutsrubrik",
        "Beslutens inledning.",
        "Beslutets titel",
        "Utfall: återremiss. Vi röstade emot återremiss. Vi reserverade oss.",
        "Vi lämnade ett särskilt yttrande. Vi lämnade en protokollsanteckning.",
        "Provnämnden för allt den 30 november 2025, dnr HSN/26-EX014 · Primärvården",
        "Beslutets text med beslutslänk.",
        "Beslutslänk: https://example.org/beslutslank",
        "Läs mer: https://example.org/beslut",
    ],
    "proposals": [
        "Förslagsrubrik",
        "Förslagens inledning.",
        "Förslagets titel",
        "Status: avslaget den 2 augusti",
        "Initiativ av Förslagsställaren till Provmottagaren, inlämnat den 1 juli, dnr RS/26-EX030 · Tillgängligheten",
        "Förslagets text.",
        "Läs mer: https://example.org/forslag",
    ],
    "followups": [
        "Uppföljningsrubrik",
        "Uppföljningarnas inledning.",
        "Uppföljningens titel",
        "Status: försenat Beslut den 5 april 2024 · Arbetsmarknaden",
        "Uppföljningens text.",
        "Nästa steg: Uppföljningens nästa åtgärd.",
        "Läs mer: https://example.org/uppfoljning",
    ],
    "visits": [
        "Besöksrubrik",
        "Besökens inledning.",
        "Besökets titel",
        "Konferens den 30 augusti–1 september, Besöksorten · Kollektivtrafiken",
        "Deltog: Besökaren",
        "Besökets text.",
        "Läs mer: https://example.org/besok",
    ],
    "media": [
        "Medierubrik",
        "Mediernas inledning.",
        "Mediets titel",
        "Provtidningen den 29 augusti, insändare av Insändarskribenten",
        "Läs mer: https://example.org/media",
    ],
    "figures": [
        "Sifferrubrik",
        "Siffrornas inledning.",
        "12 400 sifferetikett Sifferanmärkning",
        "7,5 miljoner kronor etikett för pengar",
    ],
    "questions": [
        "Frågerubrik",
        "Frågornas inledning.",
        "1. Första diskussionsfrågan? 2. Andra diskussionsfrågan?",
        "Svara till svar@example.org.",
    ],
    "share": [
        "Delningsrubrik",
        "Delningens inledning.",
        "Provkanalen",
        '- - - - - Delningstext "rak" - så här ... Andra delningsraden. https://example.org/dela - - - - -',
    ],
    "action": [
        "Insatsrubrik",
        "Insatsens inledning.",
        "Insatsens text.",
        "Sista dag: tisdag 12 januari 2027",
        "Insatsknapp: insats@example.org (ämne: Provbesök)",
    ],
    "calendar": [
        "Kalenderrubrik",
        "Kalenderns inledning.",
        "Fredag–lördag 1–2 oktober 2027 kl. 09.30–15.00, Kalenderlokalen",
        "Ändrat: Tillfällets titel",
        "Flyttat från fredag 24 september kl. 10.00",
        "Studier",
        "Öppet för: Provdeltagare",
        "Tillfällets text.",
        "Läs mer: https://example.org/kalender",
    ],
    "links": ["Länkrubrik", "Länkarnas inledning.", "Länkens titel: https://example.org/lank", "Länkens text."],
    "image": [
        "Bildrubrik",
        "Bildens inledning.",
        "[Bild: Bildavsnittets alternativtext.]",
        "Bildavsnittets bildtext.",
        "Foto: Bildfotografen",
    ],
    "contacts": [
        "Kontaktrubrik",
        "Kontakternas inledning.",
        "Kontaktens Namn Kontaktens roll Kontaktens ansvar",
        "E-post: kontakt@example.org",
        "Telefon: 070-174 06 05",
        "Jourtelefonen Telefon: 054-61 50 00",
    ],
}


def test_the_full_issue_has_every_kind_and_every_key() -> None:
    """Else this file proves less than it says."""
    assert [section.kind for section in ISSUES["allt"].sections] == list(FACTS)

    def unfilled(value: object, path: str) -> list[str]:
        if hasattr(value, "model_fields_set"):
            return [hole for name in type(value).model_fields for hole in unfilled(getattr(value, name), f"{path}.{name}")]
        if isinstance(value, tuple) and value and hasattr(value[0], "model_fields_set"):
            judged = value if path == ".sections" else value[:1]
            return [hole for number, one in enumerate(judged) for hole in unfilled(one, f"{path}[{number}]")]
        return [path] if value in (None, ()) else []

    assert unfilled(ISSUES["allt"], "") == []


@pytest.mark.parametrize("section", ISSUES["allt"].sections, ids=FACTS)
def test_every_fact_of_every_kind_is_told(section: AnySection) -> None:
    told = alone(section)

    assert [fact for fact in FACTS[section.kind] if fact not in told] == []


def test_the_letter_around_the_sections() -> None:
    lines = text("allt").split("\n")

    assert lines[:4] == ["Förhandstext om alla fält.", "", "Notisruta om provet.", ""]
    title = "Titel för ”allt” – på en gång"
    assert lines[4:6] == [title, "=" * len(title)]
    assert lines[7:10] == [
        "Vänsterpartiet, Regiongruppen i Värmland",
        "Kvartal 3 2026 – rättelse, torsdag 3 september 2026",
        "Lästid cirka 2 minuter",
    ]
    assert "Hej Kaisa och Lars-Ove hos Vänsterpartiet Storfors i Storfors!" in lines
    assert lines[lines.index("Artikelrubrik", 40) + 1] == "-" * len("Artikelrubrik")
    assert "\nInledning" not in text("allt")
    assert "Avslutningslänk: https://example.org/avslutning" in lines


def test_what_the_editor_lets_be_is_nobody_else_s_business() -> None:
    assert ISSUES["allt"].accept
    assert "Undantagets" not in f"{letter('allt').html}{letter('allt').text}"


def test_the_signature_and_what_every_letter_must_say() -> None:
    """Sender, postal address, why you get this, how to stop (domain.md 3.4, 5.3)."""
    _, _, ending = text("allt").partition("\n-- \n")

    assert ending == (
        "Kamratliga hälsningar\n"
        "Provgruppen\n"
        "\n"
        "Rapporten går till kontaktpersonerna i Vänsterpartiet Storfors.\n"
        "Regiongruppen i Värmland lämnar rapport minst fyra gånger per år.\n"
        "\n"
        "Har ni valt en ny kontaktperson? Svara på mejlet så ändrar vi.\n"
        "Avregistrera dig: regiongruppen@example.org (ämne: Avregistrera)\n"
        "\n"
        "Avsändare: Vänsterpartiets regiongrupp i Värmland, Exempelgatan 1,\n"
        "650 00 Exempelstad\n"
        "E-post: regiongruppen@example.org\n"
        "Telefon: 070-174 06 20\n"
        "Webbplats: https://regiongruppen.example\n"
        "Så hanterar vi personuppgifter: https://regiongruppen.example/personuppgifter\n"
    )


def test_what_is_for_copying_is_left_as_it_was_typed() -> None:
    assert (
        '- - - - -\nDelningstext "rak" - så här ...\n\nAndra delningsraden.\n\nhttps://example.org/dela\n- - - - -\n'
        in letter("allt").text
    )
    for section in ISSUES["2026-q1"].sections:
        if section.kind == "share":
            assert f"- - - - -\n{section.text}\n" in letter("2026-q1").text


def test_a_default_title_heads_a_section_without_one() -> None:
    for section in ISSUES["allt"].sections:
        if default := SECTION_TITLES.get(section.kind):
            assert f"{default} {'-' * len(default)}" in alone(section.model_copy(update={"title": None}))


@pytest.mark.parametrize("name", ISSUES)
def test_lines_have_72_characters_unless_an_address_or_a_text_to_copy_needs_more(name: str) -> None:
    copied = {line for section in ISSUES[name].sections if section.kind == "share" for line in section.text.split("\n")}

    long = [line for line in letter(name).text.split("\n") if len(line) > 72 and line not in copied]

    assert [line for line in long if not re.search(r"https://\S+$", line)] == []


@pytest.mark.parametrize("name", ISSUES)
def test_it_is_plain_text(name: str) -> None:
    """No traces of Markdown, HTML, Python or templates, no soft hyphens, no capitals-only headings, no blanks at line ends."""
    whole = letter(name).text

    assert not re.search(r"\*\*|\]\(|&\w+;|</?\w+>|\{[{%]|\bNone\b|\u00ad|[\ufdd0-\ufdef]", whole)
    assert [line for line in whole.split("\n") if line != line.rstrip(" ") and line != "-- "] == []
    assert not re.search(r"\n\n\n\n", whole)
    assert re.findall(r"(?m)^([^a-zåäö\n]*[A-ZÅÄÖ][^a-zåäö\n]*)\n[-=]+$", whole) == []
    assert whole.endswith("\n")
    assert not whole.endswith("\n\n")


CALENDAR_MARK = "//td[contains(@class, 'day')]"
"""The day beside each occasion, which the text edition has in words (``test_layout.py``)."""


def shown(html: str) -> etree._Element:
    """What a reader of the HTML edition can come by: no style sheet, no comment, nothing that is there for the eye alone."""
    body = fromstring(html).find("body")
    for element in body.xpath(f"//style | //comment() | //*[@aria-hidden='true'] | {CALENDAR_MARK}"):
        element.drop_tree()
    for button in body.xpath("//a[starts-with(@href, 'mailto:?')]"):
        button.text = ""
    return body


def in_words(href: str) -> str:
    """What a link says of itself; the text that a button puts in a new mail is what stands to be copied above it."""
    return unquote(href.partition("&body=")[0])


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w@.-]*\w", text.casefold()))


UNREAD = re.compile(r"https?://\S+|(?m:^\s*\d+\. )")
"""Addresses, which have a test of their own, and the numbers that HTML gives a list."""
ONLY_IN_TEXT = {"bild", "läs", "mer", "utfall", "status", "tabell", "ämne", "webbplats"}
"""Labels that take the place of a picture, a link, a coloured badge or a table's grid."""


@pytest.mark.parametrize("name", ISSUES)
def test_both_editions_tell_the_same(name: str) -> None:
    html, in_text = letter(name).html or "", text(name)
    body = shown(html)
    seen = " ".join([*body.itertext(), *body.xpath("//@alt")]).replace("\u00ad", "")
    found = " ".join([*fromstring(html).itertext(), *body.xpath("//@alt"), *map(in_words, body.xpath("//@href"))]).replace(
        "\u00ad", ""
    )

    assert sorted(words(seen) - words(in_text)) == []
    assert sorted(words(UNREAD.sub("", in_text)) - words(found) - ONLY_IN_TEXT) == []


@pytest.mark.parametrize("section", ISSUES["allt"].sections, ids=FACTS)
def test_a_section_tells_all_in_its_own_place_in_both(section: AnySection) -> None:
    """A word of one section that happens to stand in another is no excuse."""
    issue = ISSUES["allt"].model_copy(update={"sections": (section,), "lead": "Ingress.", "closing": None})
    made = fill(compile_content(issue, SETTINGS, ROOT), STORFORS)
    (band,) = shown(made.html or "").xpath("//div[contains(@class, 'page')]/div")[3:-2]
    in_text = made.text.replace("\u00a0", " ").partition("\nIngress.\n")[2].partition("\n-- \n")[0]

    seen = words(" ".join([*band.itertext(), *band.xpath(".//@alt")]).replace("\u00ad", ""))
    assert sorted(seen - words(in_text)) == []
    addressed = [unquote(href).removeprefix("mailto:").partition("?")[0] for href in band.xpath(".//a/@href")]
    assert [target for target in addressed if target not in in_text and not target.startswith("tel:")] == []


@pytest.mark.parametrize("name", ISSUES)
def test_both_editions_lead_to_the_same(name: str) -> None:
    html, whole = letter(name).html or "", text(name)

    for target in shown(html).xpath("//a/@href"):
        if target.startswith("mailto:"):
            assert unquote(target.removeprefix("mailto:").partition("?")[0]) in whole
        elif target.startswith("https://"):
            assert re.search(re.escape(target) + r"(?![\w/-])", whole), target
    for address in re.findall(r"https://[^\s)]*[\w/]", whole):
        assert address in html


def test_a_line_with_a_slot_waits_for_its_wrapping() -> None:
    long_line = "Du får rapporten för \ufdd0name\ufdd1. " + "Ord " * 30

    assert text_to_parts(f"Först.\n\n{long_line}\nSist.\n") == (
        "Först.\n\n",
        SlotParagraph(("Du får rapporten för ", Slot.NAME, ". " + "Ord " * 30)),
        "\nSist.\n",
    )
