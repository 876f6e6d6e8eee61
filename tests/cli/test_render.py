"""``newsletter render``: files to look at, and nothing else."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import cast

import pytest

from tests.cli.conftest import Run


def read_message(path: Path) -> EmailMessage:
    return cast("EmailMessage", BytesParser(policy=policy.default).parsebytes(path.read_bytes()))


def test_it_writes_three_files_into_the_outbox(newsletter: Run, workspace: Path) -> None:
    done = newsletter("-C", workspace, "render", "2026-q3")

    assert done.exit_code == 0, done.output
    folder = workspace / "outbox" / "render"
    assert sorted(path.name for path in folder.iterdir()) == ["2026-q3.eml", "2026-q3.html", "2026-q3.txt"]
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
    assert "kontaktperson för Vänsterpartiet Storfors." in " ".join(text.split())
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
    assert names == ["2026-q3.eml", "2026-q3.txt"]
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
