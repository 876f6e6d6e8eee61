"""``newsletter render``: files to look at, and nothing else."""

import io
import re
import shutil
import sys
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import cast

import pytest
from PIL import Image

from newsletter.editions.share_pictures import SIZES
from tests.cli.conftest import Run


def read_message(path: Path) -> EmailMessage:
    return cast("EmailMessage", BytesParser(policy=policy.default).parsebytes(path.read_bytes()))


COMMON = ["2026-q3-vidarebefordra-kort.txt", "2026-q3-vidarebefordra.html", "2026-q3-vidarebefordra.txt"]


def test_it_writes_the_letter_and_the_other_editions_into_the_outbox(newsletter: Run, workspace: Path) -> None:
    done = newsletter("-C", workspace, "render", "2026-q3")

    assert done.exit_code == 0, done.output
    folder = workspace / "outbox" / "render"
    assert sorted(path.name for path in folder.iterdir()) == [
        *COMMON,
        "2026-q3.eml",
        "2026-q3.html",
        "2026-q3.ics",
        "2026-q3.txt",
    ]
    lines = (folder / "2026-q3.txt").read_text(encoding="utf-8").count("\n")
    assert f"textversion ({lines} rader)." in done.stdout
    assert "Byggde HTML (" in done.stdout
    assert f"Förhandsgranskningen är sparad: {folder / '2026-q3.html'}" in done.stdout


def test_the_page_stands_by_itself_and_the_message_holds_the_same(newsletter: Run, workspace: Path, tmp_path: Path) -> None:
    newsletter("-C", workspace, "render", "2026-q1", "--out", tmp_path / "ut")

    page = (tmp_path / "ut" / "2026-q1.html").read_text(encoding="utf-8")
    message = read_message(tmp_path / "ut" / "2026-q1.eml")
    assert "cid:" not in page
    assert "Vänsterpartiet Arvika" in page
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == (tmp_path / "ut" / "2026-q1.txt").read_text(encoding="utf-8")
    assert message["To"] == "ordforande@arvika.forening.example"


def test_it_can_be_seen_as_another_association(newsletter: Run, workspace: Path) -> None:
    newsletter("-C", workspace, "render", "2026-q3", "--as", "storfors")

    text = (workspace / "outbox" / "render" / "2026-q3.txt").read_text(encoding="utf-8")
    assert "kontaktpersonerna i Vänsterpartiet Storfors." in " ".join(text.split())
    assert "Kaisa och Lars-Ove" in text


def test_one_that_gets_plain_text_has_no_page(newsletter: Run, workspace: Path) -> None:
    newsletter("-C", workspace, "render", "2026-q3")
    recipients = workspace / "recipients.yaml"
    text = recipients.read_text(encoding="utf-8").replace(
        "    municipality: Kil\n", "    municipality: Kil\n    format: text\n"
    )
    recipients.write_text(text, encoding="utf-8")

    done = newsletter("-C", workspace, "render", "2026-q3", "--as", "kil")

    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in (workspace / "outbox" / "render").iterdir())
    assert names == [*COMMON, "2026-q3.eml", "2026-q3.ics", "2026-q3.txt"]
    assert "Den här föreningen får bara ren text." in done.stdout


@pytest.mark.parametrize("association", ["okänd", "munkfors"])
def test_an_unknown_or_dormant_association_is_a_sentence(association: str, newsletter: Run, workspace: Path) -> None:
    done = newsletter("-C", workspace, "render", "2026-q3", "--as", association)

    assert done.exit_code == 1
    assert "Välj bland: arvika," in done.stderr
    assert "munkfors" not in done.stderr.partition("Välj bland:")[2]


def test_a_draft_may_be_looked_at(newsletter: Run, workspace: Path) -> None:
    issue = workspace / "issues" / "2026-q3.yaml"
    issue.write_text(f"draft: ja\n{issue.read_text(encoding='utf-8')}", encoding="utf-8")

    assert newsletter("-C", workspace, "render", "2026-q3").exit_code == 0


def test_a_missing_picture_stops_it_with_its_place(newsletter: Run, workspace: Path) -> None:
    (workspace / "issues" / "images" / "2026-q3-turne.jpg").unlink()

    done = newsletter("-C", workspace, "render", "2026-q3")

    assert done.exit_code == 1
    assert "issues/2026-q3.yaml:" in done.stderr
    assert "Bilden images/2026-q3-turne.jpg finns inte." in " ".join(done.stderr.split())


def test_a_fault_in_a_template_stops_it_with_its_place(newsletter: Run, workspace: Path) -> None:
    own = workspace / "templates" / "sections" / "decisions.mjml.j2"
    own.parent.mkdir(parents=True)
    own.write_text("\n<mj-txt>x</mj-txt>\n", encoding="utf-8")

    done = newsletter("-C", workspace, "render", "2026-q3")

    assert done.exit_code == 1
    assert "templates/sections/decisions.mjml.j2:2:1" in done.stderr


def test_an_unknown_issue_is_told(newsletter: Run, workspace: Path) -> None:
    assert newsletter("-C", workspace, "render", "2031-q1").exit_code == 1


def test_a_folder_that_cannot_be_written_is_a_sentence(newsletter: Run, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")

    done = newsletter("-C", workspace, "render", "2026-q3", "--out", tmp_path / "fil" / "under")

    assert done.exit_code == 1
    assert "gick inte att skriva" in done.stderr


@pytest.mark.slow
def test_the_calendar_counts_its_changes_over_what_it_wrote_before(newsletter: Run, workspace: Path) -> None:
    def sequences() -> list[str]:
        assert newsletter("-C", workspace, "render", "2026-q3").exit_code == 0
        lines = (workspace / "outbox" / "render" / "2026-q3.ics").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line.startswith("SEQUENCE:")]

    issue = workspace / "issues" / "2026-q3.yaml"
    first, again = sequences(), sequences()
    text = issue.read_text(encoding="utf-8")
    assert "  - kind: calendar\n" in text
    before, kind, calendar = text.partition("  - kind: calendar\n")
    place = next(line for line in calendar.splitlines() if line.strip().startswith("place: "))
    issue.write_text(
        before + kind + calendar.replace(place, place.partition("place:")[0] + "place: Grums", 1), encoding="utf-8"
    )
    changed = sequences()

    assert first == again
    assert sorted(changed) != sorted(first)
    assert len(changed) == len(first)


@pytest.mark.proof
def test_pages_for_the_notice_board_are_made_when_asked_for(newsletter: Run, workspace: Path) -> None:
    done = newsletter("-C", workspace, "render", "2026-q1", "--pdf")

    assert done.exit_code == 0, done.output
    folder = workspace / "outbox" / "render"
    assert {path.name for path in folder.glob("*.pdf")} == {"2026-q1.pdf", "2026-q1-storstil.pdf"}
    assert "Till anslagstavlan: 2026-q1.pdf, 2026-q1-storstil.pdf." in done.stdout


def test_without_a_pdf_engine_all_else_is_written_and_it_says_so(
    newsletter: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    done = newsletter("-C", workspace, "render", "2026-q3", "--pdf")

    assert done.exit_code == 1
    assert "kvartalsbrev[pdf]" in done.stderr
    names = {path.name for path in (workspace / "outbox" / "render").iterdir()}
    assert {"2026-q3.html", "2026-q3.ics", "2026-q3.eml"} <= names
    assert not [name for name in names if name.endswith(".pdf")]


def test_without_a_browser_all_else_is_written_and_it_says_so(
    newsletter: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NEWSLETTER_BROWSER", str(tmp_path / "none"))

    done = newsletter("-C", workspace, "render", "2026-q3", "--share")

    assert done.exit_code == 1
    assert "ingen finns på den här datorn" in done.stderr
    assert "NEWSLETTER_BROWSER=SÖKVÄG" in done.stderr
    names = {path.name for path in (workspace / "outbox" / "render").iterdir()}
    assert {"2026-q3.html", "2026-q3.eml"} <= names
    assert not [name for name in names if name.endswith(".png")]


@pytest.mark.slow
def test_a_browser_that_draws_nothing_is_told(newsletter: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLETTER_BROWSER", str(shutil.which("true")))

    done = newsletter("-C", workspace, "render", "2026-q3", "--share")

    assert done.exit_code == 1
    assert "ritade inga bilder" in done.stderr


@pytest.mark.proof
def test_the_system_s_browser_draws_them_in_both_sizes_with_alt_texts_beside(newsletter: Run, workspace: Path) -> None:
    folder = workspace / "outbox" / "render"
    folder.mkdir(parents=True)
    (folder / "2026-q3-delbild-beslut-9-1080x1080.png").write_bytes(b"of a decision that is gone")

    done = newsletter("-C", workspace, "render", "2026-q3", "--share")

    assert done.exit_code == 0, done.output
    names = ("nummer", "beslut-1", "beslut-2", "beslut-3")
    wanted = {f"2026-q3-delbild-{name}-{width}x{height}.png": (width, height) for name in names for width, height in SIZES}
    assert {path.name for path in folder.glob("*.png")} == set(wanted)
    for name, size in wanted.items():
        with Image.open(io.BytesIO((folder / name).read_bytes())) as picture:
            assert (picture.format, picture.size, picture.info) == ("PNG", size, {})
            assert picture.getpixel((size[0] // 2, 4)) == (0xB3, 0x17, 0x0E)  # the accent, all along the top
            assert picture.getpixel((4, size[1] - 4)) != (255, 255, 255)
    alts = (folder / "2026-q3-delbilder.txt").read_text(encoding="utf-8")
    assert len(re.findall(r"(?m)^(?:nummer|beslut-\d)$", alts)) == len(names)
