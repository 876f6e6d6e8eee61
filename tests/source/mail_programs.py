"""How mail programs lay out an answer: what each puts between the answer and the mail that is answered, and where.

Written from the programs' own templates for replies, in the languages that members' programs speak here. ``answered_mail`` is
what the editor wrote, with what must never reach a letter; the form and the reminder in it are the program's own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path

from newsletter.source import read_settings
from newsletter.source.answers import ASKED, ENDING
from newsletter.source.skeleton import contribution_form
from tests.conftest import ROOT

ADDRESS = "karin.hemma@privat.example"
MEMBER = "malin@hemma.example"
NEVER = (
    "privat", "Berätta inte", "flytten", "Malinsignatur", "070-174", "Fyll i", "skrev", "wrote", "iPhone", "Puss", "Karin",
    "Redaktör", "konfidentiell", "confidential", "Hemlig", "newsletter", "Virusfri", "Ombudsman", "www.gruppen",
)  # fmt: skip
FILLED = """\
Namn: Malin Östby
Nämnd: Regionala utvecklingsnämnden

Fri text
Rubrik: Bussen till Torsby
Text: Bussen går tidigare från och med mars.

Vi vill:
- två turer till om dagen
- en hållplats vid sjukhuset

Det kostar 2 400 000 kronor om året.

Beslut
Datum: 2026-11-12
Ärende: Fler barnmorskor i Torsby
Utfall: delvis bifall
Röst: för
Text: Mottagningen får två tjänster till.

Medier
Datum: 2026-11-14
Tidning: NWT
Rubrik: Barnmorskor till norr
Länk: https://nwt.example/barnmorskor

Kalender
Datum: 2026-12-03
Tid: 18.00
Rubrik: Öppet möte
Plats: Folkets hus, Torsby
"""


@dataclass(frozen=True, slots=True)
class Program:
    """``frame`` stands between the answer and the mail that is answered, whose lines begin with ``sign``."""

    frame: str
    sign: str = ""


_ENTRY = re.compile(r"^== (?P<name>\S+) \{(?P<sign>[>| a-z]*)\}\n(?P<frame>.*?)(?=\n+^==|\n*\Z)", re.MULTILINE | re.DOTALL)


def _programs(file: str) -> Mapping[str, Program]:
    """``== NAME {SIGN}`` and the frame below it, in which ADDRESS stands for the editor's."""
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    return {one["name"]: Program(one["frame"].replace("ADDRESS", ADDRESS), one["sign"]) for one in _ENTRY.finditer(text)}


PROGRAMS = _programs("mail_programs.txt")
UNKNOWN = _programs("mail_programs_unknown.txt")
"""Frames of programs and languages that the reader has no words for."""
_NAME = "Malinsignatur Östby"
ENDINGS: Mapping[str, str] = {
    "ingen": "",
    "mvh": "\nMvh Malin\n",
    "avgränsare": f"\n-- \n{_NAME}\nOmbudsman\n070-174 06 88\nwww.gruppen.example\n",
    "hälsning": f"\nMed vänlig hälsning\n\n{_NAME}\nOmbudsman i Värmland\nTel 070-174 06 88\nwww.gruppen.example\n",
    "iphone": "\nSkickat från min iPhone\n",
    "android": "\nSkickat från Outlook för Android\n",
    "okänd": "\nPuss och heja\nMalinsignatur\n",
    "okänd-i-delar": "\nPussar!\n\nMalinsignatur\nOmbudsman\n\nHemlig kommun\n",
    "friskrivning": "\nHälsningar\nMalinsignatur\n\nDetta e-postmeddelande är konfidentiellt.\nConfidential. Hemlig rad.\n",
    "virus": "\n//Malinsignatur\n\nVirusfri. www.avast.com <https://www.avast.com/sig>\n",
}


@cache
def answered_mail(*, filled: bool) -> str:
    """What was sent: private lines, the reminder and the form, empty or as a member fills it in."""
    form = contribution_form("2026-q4", "Malin Östby", date(2026, 12, 1), read_settings(ROOT).settings)
    body = fill_in(form) if filled else form
    asked = ASKED.format(report="rapporten 2026-q4", shall_be="ska vara", day="den 1 december")
    return (
        f"Hej Malin!\n\nBerätta inte för Bertil om flytten än.\n\n{asked}\n\n{body}\n\nHälsningar\nKarin Redaktör\n\n{ENDING}\n"
    )


HEADINGS = ("Fri text", "Beslut", "Förslag", "Uppföljning", "Besök", "Medier", "Kalender")
_FIELD = re.compile(r"(?:Namn|Nämnd|Rubrik|Text|Datum|Ärende|Utfall|Röst|Tidning|Länk|Tid|Plats):")


def fill_in(form: str) -> str:
    """The form with the values of ``FILLED`` after its own labels."""
    values = _values_by_heading()
    lines, heading = [], ""
    for line in form.split("\n"):
        heading = line if line in HEADINGS else heading
        value = values.get((heading, line.removesuffix(":"))) if line.endswith(":") else None
        lines.append(f"{line} {value}" if value else line)
    return "\n".join(lines)


def _values_by_heading() -> dict[tuple[str, str], str]:
    values: dict[tuple[str, str], str] = {}
    heading = label = ""
    for line in FILLED.split("\n"):
        if line in HEADINGS:
            heading = line
        elif _FIELD.match(line):
            label, _colon, values[heading, label] = line.partition(": ")
        elif label:
            values[heading, label] += f"\n{line}"
    return {place: value.rstrip() for place, value in values.items()}


def quoted(text: str, sign: str) -> str:
    return "\n".join(f"{sign}{line}".rstrip() if sign.strip() else line for line in text.split("\n"))


def above(program: Program, ending: str) -> str:
    """Only what was filled in on top, the empty form below."""
    return f"Hej Karin!\n\n{FILLED}{ending}\n{program.frame}\n{quoted(answered_mail(filled=False), program.sign)}\n"


def inside(program: Program, ending: str) -> str:
    """Filled in where the form was quoted; a greeting and a closing on top."""
    return f"Hej, jag har fyllt i nedan.\n{ending}\n{program.frame}\n{quoted(answered_mail(filled=True), program.sign)}\n"


def below(program: Program, ending: str) -> str:
    """Under all that is quoted, as in lists of old."""
    return f"{program.frame}\n{quoted(answered_mail(filled=False), program.sign)}\n\n{FILLED}{ending}"


def between(program: Program, ending: str) -> str:
    """Lines without a sign in the middle of those that have one."""
    whole = answered_mail(filled=True).split("\n")
    empty = set(answered_mail(filled=False).split("\n"))
    mixed = [quoted(line, program.sign) if line in empty else line for line in whole]
    return f"{program.frame}\n" + "\n".join(mixed) + f"\n{ending}"


def whole(program: Program, ending: str) -> str:
    """The whole form filled in above, with all that was left empty in it; the empty one below."""
    form = fill_in(contribution_form("2026-q4", "Malin Östby", date(2026, 12, 1), read_settings(ROOT).settings))
    return f"Hej!\n\n{form}\n{ending}\n{program.frame}\n{quoted(answered_mail(filled=False), program.sign)}\n"


PLACES: Mapping[str, Callable[[Program, str], str]] = {
    "ovanför": above,
    "hela-ovanför": whole,
    "i-formuläret": inside,
    "under": below,
    "emellan": between,
}


def is_possible(place: str, program: Program) -> bool:
    """Below and between, an answer can only be told from what is quoted where that has a sign."""
    return place in ("ovanför", "hela-ovanför", "i-formuläret") or program.sign.strip().startswith(">")


HTML = _programs("mail_programs_html.txt")
"""The markup of programs; the sign says what each line of the answer is in it."""
_LINES: Mapping[str, str] = {
    "div": "<div>{}</div>",
    "br": "{}<br>",
    "mso": "<p class=MsoNormal><span lang=SV>{}<o:p></o:p></span></p>\n",
    "table": "<tr><td>{}</td></tr>",
}


def html_answer(program: Program, ending: str, *, inside: bool) -> str:
    """An answer on top, or filled in where the form was quoted, as a program writes it in HTML alone."""
    answer = f"Hej!{ending}" if inside else f"Hej Karin!\n\n{FILLED}{ending}"
    answered = _in_lines(answered_mail(filled=inside), "<div>{}</div>")
    return program.frame.replace("ANSWERED", answered).replace("ANSWER", _in_lines(answer, _LINES[program.sign]))


def _in_lines(text: str, line: str) -> str:
    blank = "<o:p>&nbsp;</o:p>" if "Mso" in line else "" if line == _LINES["br"] else "<br>"
    return "".join(line.format(escape(each) if each.strip() else blank) for each in text.split("\n"))
