"""The account as documents: the same sums in each, nothing that runs, no address, and the same bytes every time."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from newsletter.editions.account.spreadsheets import csv_bytes, xlsx_bytes
from newsletter.editions.account.tables import AccountTable
from newsletter.model.deliveries import Status
from tests.cli.conftest import History, Run

ISSUE = "2026-q3"
PREFIXES = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1"]
"""What a spreadsheet takes for a formula (facts: OWASP, CSV injection)."""


@pytest.fixture
def newsletter() -> Run:
    from click.testing import CliRunner

    from newsletter.cli.app import app

    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments], prog_name="newsletter")


@pytest.fixture
def documents(newsletter, workspace, monkeypatch):
    """All three of a year with a refused letter, one given by hand and a report that came late."""
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-10-05T10:00:00+02:00")
    past = History(workspace)
    past.sent("2026-q2", "2026-06-25T07:00:00.000Z")
    past.sent(ISSUE, but={"kil": Status.REJECTED, "eda": Status.UNKNOWN})
    by_hand = ("--association", "kil", "--how", "paper", "--by", "=Tuva", "--date", "2026-09-14")
    assert newsletter("-C", workspace, "handover", ISSUE, *by_hand).exit_code == 0

    def write(day: str = "2026-10-05") -> dict[str, bytes]:
        monkeypatch.setenv("NEWSLETTER_NOW", f"{day}T10:00:00+02:00")
        names = {kind: workspace / f"konto.{kind}" for kind in ("html", "csv", "xlsx")}
        options = [part for kind, path in names.items() for part in (f"--{kind}", path)]
        assert newsletter("-C", workspace, "status", *options).exit_code == 0
        return {kind: path.read_bytes() for kind, path in names.items()}

    return write


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.slow
def test_the_same_log_gives_the_same_bytes_another_day(documents):
    assert documents()["csv"] == documents("2026-10-07")["csv"]
    assert documents()["xlsx"] == documents("2026-10-07")["xlsx"]
    assert documents()["html"] == documents("2026-10-07")["html"]


def test_the_rows_of_the_csv_are_the_words_of_the_json(documents, newsletter, workspace):
    found = rows(documents()["csv"])
    account = json.loads(newsletter("-C", workspace, "status", "--json").stdout)

    words = {"nådd": "reached", "för hand": "handed_over", "oklart": "unresolved", "vilande": "dormant"}
    for association in account["associations"]:
        (row,) = [one for one in found if one["Nummer"] == ISSUE and one["Id"] == association["id"]]
        assert words[row["Läge"]] == association["issues"][ISSUE]
    (issue,) = [one for one in account["issues"] if one["id"] == ISSUE]
    assert sum(int(one["Brev"]) for one in found if one["Nummer"] == ISSUE) == sum(issue["letters"].values())
    assert sum(int(one["Överlämnade brev"]) for one in found if one["Nummer"] == ISSUE) == issue["letters"]["accepted"]


def test_a_cell_of_the_csv_has_its_evidence(documents):
    (kil,) = [one for one in rows(documents()["csv"]) if one["Nummer"] == ISSUE and one["Id"] == "kil"]

    assert (kil["Datum"], kil["Lämnad"], kil["Lämnad av"]) == ("2026-09-14", "på papper", "'=Tuva")


def test_excel_opens_the_csv_as_it_is(documents):
    content = documents()["csv"]

    assert content.startswith(b"\xef\xbb\xbfNummer;Id;Mottagare;")
    assert b"\r\n" in content
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_no_document_holds_an_address_or_asks_for_anything(documents, workspace):
    made = documents()
    whole = zipfile.ZipFile(io.BytesIO(made["xlsx"]))
    texts = [made["html"].decode(), made["csv"].decode(), *(whole.read(name).decode() for name in whole.namelist())]

    written = re.findall(r"email: (\S+)", (workspace / "recipients.yaml").read_text(encoding="utf-8"))
    assert len(written) > 20
    assert [one for one in written for text in texts if one in text] == []
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|<script|@import|url\(", made["html"].decode()) == []


def test_the_page_says_what_the_log_says(documents):
    page = documents()["html"].decode()

    assert "<b>2 av 4</b> rapporter skickade, <b>1</b> av dem till alla." in page
    assert "Prognos: 2 av 4 om 2026-q4 inte har skickats senast tisdag 15 december 2026." in page.replace("\u00a0", " ")
    assert "13 nådda, 1 för hand, 1 oklart, 1 vilande" in page
    assert "2026-09-14 · på papper av =Tuva" in page
    assert "inget skäl antecknat" in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("text", PREFIXES)
def test_no_text_becomes_a_formula_in_csv(text):
    (line,) = rows(csv_bytes(AccountTable("x", ("a",), ((text,),))))

    assert line["a"].startswith("'")


def test_what_is_no_formula_stays_as_it_is():
    (line,) = rows(csv_bytes(AccountTable("x", ("a", "b"), (("A–B 1-2 = 3", 7),))))

    assert line == {"a": "A–B 1-2 = 3", "b": "7"}


@pytest.mark.parametrize("text", [*PREFIXES, "070-174 06 05", "0123", "https://example.org", "2026-09-14"])
def test_every_text_is_a_text_in_the_workbook(text):
    whole = zipfile.ZipFile(io.BytesIO(xlsx_bytes([AccountTable("Blad", ("a", "b"), ((text, 7),))], "x", None)))
    sheet = ET.fromstring(whole.read("xl/worksheets/sheet1.xml"))
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

    cells = {cell.get("r"): cell.get("t") for cell in sheet.iter(f"{name}c")}
    assert (cells["A2"], cells["B2"]) == ("s", None)
    assert list(sheet.iter(f"{name}f")) == []
    assert list(sheet.iter(f"{name}hyperlink")) == []


def test_a_cell_says_what_it_rests_on_and_nothing_else(documents, newsletter, workspace):
    """Arvika has two letters, Kil one that was refused and a report on paper; Grums one letter, and paper besides."""
    by_hand = ("--association", "grums", "--how", "paper", "--by", "Siv", "--date", "2026-09-14")
    assert newsletter("-C", workspace, "handover", ISSUE, *by_hand).exit_code == 0
    page = documents()["html"].decode()

    def cell(name: str) -> str:
        row = page.partition(f'<th scope="row">{name}</th>')[2].partition("</tr>")[0]
        return re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[2]

    assert "2 brev · id-1 med flera" in cell("Vänsterpartiet Arvika")
    assert "2026-09-14 · på papper av =Tuva" in cell("Vänsterpartiet Kil")
    assert "2026-09-03 · id-1" in cell("Vänsterpartiet Grums")
    assert "papper" not in cell("Vänsterpartiet Grums")
    assert "brev" not in cell("Vänsterpartiet Grums")
