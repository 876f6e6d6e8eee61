"""The pages for the notice board, looked at with another program than the one that made them."""

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from newsletter.editions.files import notice_board
from newsletter.editions.pdf import pdf_of
from newsletter.model.diagnostics import Refused
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from newsletter.source import read
from tests.conftest import ROOT
from tests.editions.conftest import missing, unsaid
from tests.letter.conftest import SAMPLES


def test_without_the_engine_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(Refused) as refused:
        pdf_of("<p>x</p>")

    assert refused.value.hint == f'Installera det med det här kommandot: {sys.executable} -m pip install "kvartalsbrev[pdf]"'


def test_without_pango_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """As WeasyPrint does it: a long text on the terminal, and an OSError."""
    (tmp_path / "weasyprint.py").write_text("print('-----')\nraise OSError('cannot load library pango')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)

    with pytest.raises(Refused) as refused:
        pdf_of("<p>x</p>")

    assert "Pango" in refused.value.message
    assert capfd.readouterr() == ("", "")


def tool(name: str, *arguments: str | Path) -> str:
    return subprocess.run([name, *arguments], check=True, capture_output=True, encoding="utf-8").stdout


def objects(paper: Path) -> str:
    """What stands in the file's compressed streams: poppler's tools tell neither alternative texts nor languages."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", paper.read_bytes(), re.DOTALL)
    return "".join(zlib.decompress(stream).decode("latin-1") for stream in streams if stream.startswith(b"x"))


@pytest.fixture(scope="module", params=[False, True], ids=["common", "large"])
def paper(request: pytest.FixtureRequest, full: Issue, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "full.pdf"
    path.write_bytes(pdf_of(notice_board(full, settings, ROOT, large=request.param)))
    return path


@pytest.mark.proof
def test_every_fact_can_be_read_on_paper(paper: Path) -> None:
    read_again = tool("pdftotext", "-raw", paper, "-")
    alternatives = " ".join(re.findall(r"/Alt ?\(([^)]*)\)", objects(paper)))

    assert missing(f"{read_again} {alternatives}") == []
    assert unsaid(read_again) == []


@pytest.mark.proof
def test_it_is_tagged_a4_and_says_what_it_is(paper: Path) -> None:
    said = tool("pdfinfo", paper)

    assert re.search(r"Tagged:\s+yes", said)
    assert re.search(r"Page size:.*A4", said)
    assert "Ämnesrad om alla fält" in said
    assert re.search(r"(?m)^ +H1 ", tool("pdfinfo", "-struct", paper))
    assert "/Lang (sv)" in objects(paper)
    assert "pdfuaid:part" in tool("pdfinfo", "-meta", paper)
    assert "CreationDate" not in said


@pytest.mark.proof
def test_pages_are_numbered_and_headings_are_bookmarks(paper: Path) -> None:
    text = tool("pdftotext", "-layout", paper, "-")
    pages = int(re.search(r"Pages:\s+(\d+)", tool("pdfinfo", paper))[1])  # type: ignore[index] # pdfinfo says it of every file

    assert re.findall(r"Sida (\d+) av (\d+)", text) == [(str(number), str(pages)) for number in range(1, pages + 1)]
    outline = tool("pdftohtml", "-xml", "-i", "-stdout", paper).partition("<outline>")[2]
    assert [title for title in ("Artikelrubrik", "Beslutsrubrik", "Kalenderrubrik") if title not in outline] == []


@pytest.mark.proof
@pytest.mark.parametrize("issue_id", SAMPLES)
def test_two_runs_give_the_same_bytes(issue_id: str, settings: Settings, tmp_path: Path) -> None:
    page = notice_board(read(ROOT, [issue_id]).issue(issue_id).issue, settings, ROOT)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from newsletter.editions.pdf import pdf_of;"
        "sys.stdout.buffer.write(pdf_of(Path(sys.argv[1]).read_text(encoding='utf-8')))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script, tmp_path / "page.html"],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TZ": zone, "PYTHONHASHSEED": seed},
        ).stdout
        for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2"))
    ]

    assert runs[0] == runs[1]
    assert runs[0].startswith(b"%PDF-1.7")


@pytest.mark.proof
def test_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hemligt", encoding="utf-8")
    link = f'<a rel="attachment" href="{secret.as_uri()}">y</a><img src="{secret.as_uri()}" alt="z">'
    page = f'<html lang="sv"><title>T</title><p>x{link}'

    assert b"hemligt" not in pdf_of(page)
