"""1,400 raw mails: each program's frame in many structures, character sets, spellings and endings. Nothing leaks or is lost.

Which of them meet is drawn from the number of the mail, so that a number that fails can be read again.
"""

import base64
import quopri
import random
import re
import textwrap
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import pytest

from newsletter.model.contribution import Contribution
from tests.source.mail_programs import ENDINGS, FILLED, NEVER, PLACES, PROGRAMS, is_possible
from tests.source.test_answers import judge

HUNDREDS = range(14)
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()  # noqa: SIM905
MORE_ENDINGS = {
    "samsung": "\nSkickat från min Samsung Galaxy-enhet.\n",
    "outlook": "\nSkaffa Outlook för Android<https://aka.ms/AAb9ysg>\n",
    "bluemail": "\nHämta BlueMail för Android\n",
    "sekretess": "\nDetta e-postmeddelande och eventuella bilagor är konfidentiellt.\n",
    "två-språk": "\nMed vänlig hälsning / Kind regards\nMalinsignatur Östby\nOmbudsman | 070-174 06 88\n",
    "ps": "\nMvh Malinsignatur\n\nPS. Berätta inte för någon om flytten.\n",
    "pgp": "\n-----BEGIN PGP SIGNATURE-----\n\niQIzBAEBCAAdMalinsignatur\n-----END PGP SIGNATURE-----\n",
    "linje": "\n__________________\nMalinsignatur Östby\nOmbudsman\n070-174 06 88\n",
    "norska": "\nMed vennlig hilsen\nMalinsignatur\nSendt fra min iPhone\n",
    "tyska": "\nViele Grüße\nMalinsignatur\nVon meinem iPhone gesendet\n",
    "eget-namn": "Malin\n070-174 06 88\n",
    "logga": "\nMvh Malinsignatur\n[cid:image001.png@01DB3D.8A9B]\n[Ombudsman]\n",
}
LABELS: Mapping[str, Callable[[str, str], str]] = {
    "som i formuläret": lambda label, value: f"{label}: {value}",
    "utan blanksteg": lambda label, value: f"{label}:{value}",
    "lista": lambda label, value: f"- {label}: {value}",
    "punkter": lambda label, value: f"• {label}: {value}",
    "fetstil": lambda label, value: f"*{label}:* {value}",
    "versaler": lambda label, value: f"{label.upper()}: {value}",
    "hårt blanksteg": lambda label, value: f"{label}:\N{NO-BREAK SPACE}{value}",
    "nästa rad": lambda label, value: f"{label}: {value}" if label == "Text" else f"{label}:\n{value}",
}
DAYS: Mapping[str, Callable[[int, int, int], str]] = {
    "som i formuläret": lambda year, month, day: f"{year}-{month:02}-{day:02}",
    "med ord": lambda year, month, day: f"den {day} {MONTHS[month - 1]} {year}",
    "snedstreck": lambda year, month, day: f"{day}/{month} {year}",
    "punkter": lambda year, month, day: f"{day}.{month}.{year}",
}
SETS = ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15")
ENCODINGS = ("8bit", "quoted-printable", "base64")
_FIELD = re.compile(
    r"^(?P<label>Namn|Nämnd|Rubrik|Text|Datum|Ärende|Utfall|Röst|Tidning|Länk|Tid|Plats): (?P<value>.*)$", re.MULTILINE
)
_PICTURE = (
    b'Content-Type: image/png; name="a.png"\nContent-Transfer-Encoding: base64\nContent-Disposition: inline\n\niVBORw0KGgo=\n'
)
_SIGNATURE = (
    b'Content-Type: application/pgp-signature; name="a.asc"\nContent-Disposition: attachment\n\n-----BEGIN PGP SIGNATURE-----\n'
)
_FOOTER = (
    b"Content-Type: text/plain; charset=utf-8\n\n_______________\nGruppens lista\nMalinsignatur: https://www.gruppen.example\n"
)


def spelled(label: Callable[[str, str], str], day: Callable[[int, int, int], str]) -> str:
    """``FILLED`` with its labels and days as somebody else writes them."""
    dated = re.sub(r"(\d{4})-(\d\d)-(\d\d)", lambda found: day(*map(int, found.groups())), FILLED)
    return _FIELD.sub(lambda found: label(found["label"], found["value"]), dated)


def part(text: str, kind: str, charset: str, encoding: str) -> bytes:
    data = text.encode(charset)
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(data)
    return f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body


def parts(kind: str, *several: bytes) -> bytes:
    boundary = f"=_{kind}"
    inside = b"".join(b"--" + boundary.encode() + b"\n" + one + b"\n" for one in several)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode() + inside + f"--{boundary}--\n".encode()


def as_html(text: str) -> str:
    """A line each, and what begins with > in a quotation, as programs make HTML of plain text."""
    lines = []
    for is_quoted, line in ((line.startswith(">"), re.sub(r"^> ?", "", line)) for line in text.split("\n")):
        shown = f"<div>{escape(line) or '<br>'}</div>"
        lines.append(f"<blockquote>{shown}</blockquote>" if is_quoted else shown)
    return f"<html><head><style>div {{margin: 0}}</style></head><body>{''.join(lines)}</body></html>".replace(
        "</blockquote><blockquote>", ""
    )


def broken(text: str) -> str:
    """Lines of 72 letters, as some programs send them."""
    return "\n".join(piece for line in text.split("\n") for piece in _pieces(line))


def _pieces(line: str) -> list[str]:
    sign = re.match(r"(?:>\s?)*", line)
    assert sign is not None
    width = 72 - len(sign[0])
    return [sign[0] + piece for piece in textwrap.wrap(line[len(sign[0]) :], width, break_long_words=False)] or [line]


Make = Callable[[str, str, str], bytes]
STRUCTURES: Mapping[str, Make] = {
    "text": lambda text, *coding: part(text, "text/plain", *coding),
    "korta rader": lambda text, *coding: part(broken(text), "text/plain", *coding),
    "bara HTML": lambda text, *coding: part(as_html(text), "text/html", *coding),
    "båda": lambda text, *coding: parts(
        "alternative", part(text, "text/plain", *coding), part(as_html(text), "text/html", *coding)
    ),
    "tom text": lambda text, *coding: parts(
        "alternative", part("Se HTML.\n", "text/plain", *coding), part(as_html(text), "text/html", *coding)
    ),
    "med bild": lambda text, *coding: parts("related", part(text, "text/plain", *coding), _PICTURE),
    "signerat": lambda text, *coding: parts("signed", part(text, "text/plain", *coding), _SIGNATURE),
    "från en lista": lambda text, *coding: parts("mixed", part(text, "text/plain", *coding), _FOOTER),
}


def drawn(number: int) -> tuple[str, bytes]:
    """What meets in the mail of that number, and the mail."""
    draw = random.Random(number)
    place = draw.choice(list(PLACES))
    program = draw.choice([name for name, one in PROGRAMS.items() if is_possible(place, one)])
    endings = ENDINGS | MORE_ENDINGS
    ending, structure = draw.choice(list(endings)), draw.choice(list(STRUCTURES))
    label, day = draw.choice(list(LABELS)), draw.choice(list(DAYS))
    text = PLACES[place](PROGRAMS[program], endings[ending]).replace(FILLED, spelled(LABELS[label], DAYS[day]))
    charset, encoding = draw.choice(SETS), draw.choice(ENCODINGS)
    if text.encode(charset, "ignore").decode(charset) != text:
        charset = "utf-8"
    head = b"From: =?utf-8?q?Malin_=C3=96stby?= <malin@hemma.example>\nSubject: Sv: Bidrag\nMIME-Version: 1.0\n"
    mail = head + STRUCTURES[structure](text, charset, encoding)
    line_end = draw.choice([b"\n", b"\r\n"])
    what = f"{program} · {place} · {ending} · {structure} · {label} · {day} · {charset} · {encoding}"
    return what, mail.replace(b"\n", line_end)


@pytest.fixture(scope="module")
def meant(tmp_path_factory: pytest.TempPathFactory) -> Contribution:
    path = tmp_path_factory.mktemp("ensam") / "svar.txt"
    path.write_text(FILLED, encoding="utf-8")
    value = judge(path).value
    assert value is not None
    return value


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_nothing_leaks_and_no_field_is_lost(hundred: int, meant: Contribution, tmp_path: Path) -> None:
    path = tmp_path / "svar.eml"
    wrong = []
    for number in range(hundred * 100, hundred * 100 + 100):
        what, mail = drawn(number)
        path.write_bytes(mail)
        judged = judge(path)
        leaks = [word for word in NEVER if word in repr(judged.value)]
        if judged.value != meant or leaks:
            wrong.append((number, what, leaks, [one.message for one in judged.diagnostics if one.is_error]))

    assert wrong == []
