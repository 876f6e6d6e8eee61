"""Which files are read, which are reported, and what is said when there is none (design.md 7, domain.md 4.2)."""

from pathlib import Path

import pytest

from newsletter.model.diagnostics import Invalid, Refused
from newsletter.source import issue_ids, read, read_settings, require_valid


def _strays(workspace: Path) -> list[tuple[str, int, int, str]]:
    return [(each.file, each.line, each.column, each.code) for each in read(workspace).diagnostics]


def test_the_issues_are_the_files_with_the_name_of_an_issue(workspace: Path) -> None:
    (workspace / "issues" / "2026-q3-extra.yaml").write_text("x", encoding="utf-8")
    (workspace / "issues" / "2026-q1.sent.json").write_text("{}", encoding="utf-8")
    (workspace / "issues" / "2026-q4").mkdir()
    (workspace / "issues" / ".2026-q4.yaml.swp").write_text("x", encoding="utf-8")

    assert issue_ids(workspace) == ("2026-q1", "2026-q2", "2026-q3", "2026-q3-extra", "2026-q4")


def test_there_are_none_without_the_folder(tmp_path: Path) -> None:
    assert issue_ids(tmp_path) == ()


@pytest.mark.parametrize(
    "name",
    [
        "2026-q3 (conflicted copy 2026-09-01).yaml",
        "2026-q3 (Kerstins konfliktkopia 2026-09-01).yaml",
        "2026-q3 (1).yaml",
        "2026-q3(1).yaml",
        "2026-q3 2.yaml",
        "2026-q3 - Copy.yaml",
        "2026-q3 - kopia.yaml",
        "2026-q3-DESKTOP-AB12.yaml",
        "2026-q3-KERSTINSDATOR.yaml",
        "2026-q3-desktop-ab12cd3.yaml",
        "2026-q3-Annas-MacBook-Pro.yaml",
        "2026-q3 copy.yaml",
        "2026-q3.sync-conflict-20260901-101010-ABCDEFG.yaml",
        "2026-q3_conflict-20260901.yaml",
    ],
)
def test_a_copy_of_a_synchronised_folder_beside_an_issue_is_an_error(workspace: Path, name: str) -> None:
    (workspace / "issues" / name).write_text("x", encoding="utf-8")

    assert _strays(workspace) == [(f"issues/{name}", 1, 1, "conflicted-copy")]
    assert [each.code for each in read(workspace, ["2026-q3"]).diagnostics] == ["conflicted-copy"]
    assert read(workspace, ["2026-q1"]).diagnostics == ()
    assert issue_ids(workspace) == ("2026-q1", "2026-q2", "2026-q3", "2026-q4")


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("recipients (1).yaml", "recipients.yaml"),
        ("recipients-DESKTOP-AB12.yaml", "recipients.yaml"),
        ("recipients-Annas-MacBook.yaml", "recipients.yaml"),
        ("recipients.sync-conflict-20260901-101010-ABCDEFG.yaml", "recipients.yaml"),
        ("newsletter (Annas konfliktkopia 2026-09-01).yaml", "newsletter.yaml"),
        ("newsletter 2.yaml", "newsletter.yaml"),
    ],
)
def test_so_is_one_beside_recipients_or_settings(workspace: Path, name: str, beside: str) -> None:
    (workspace / name).write_text("x", encoding="utf-8")

    (found,) = read(workspace, ["2026-q1"]).diagnostics
    assert (found.file, found.code) == (name, "conflicted-copy")
    assert beside in found.hint


@pytest.mark.parametrize("name", ["recipients-2025.yaml", "recipients.yaml.bak", "anteckningar.yaml"])
def test_other_files_are_left_in_peace(workspace: Path, name: str) -> None:
    (workspace / name).write_text("x", encoding="utf-8")

    assert read(workspace).diagnostics == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("kvartal 3.yaml", "not-an-issue-name"),
        ("2026-q5.yaml", "not-an-issue-name"),
        ("2026-Q3-Extra.yaml", "not-an-issue-name"),
        ("2026-q3.yaml.txt", "not-an-issue-name"),
        ("2027-q1.yml", "wrong-ending"),
    ],
)
def test_a_file_among_the_issues_with_another_name_is_pointed_out(workspace: Path, name: str, code: str) -> None:
    (workspace / "issues" / name).write_text("x", encoding="utf-8")

    assert _strays(workspace) == [(f"issues/{name}", 1, 1, code)]
    assert read(workspace, ["2026-q3"]).diagnostics == ()


@pytest.mark.parametrize("name", ["2026-q3.yaml.bak", "2026-q3.yaml~", "2026-q3.yaml.orig", "2026-q3.sent.json", "README.md"])
def test_a_backup_among_the_issues_is_left_in_peace(workspace: Path, name: str) -> None:
    (workspace / "issues" / name).write_text("x", encoding="utf-8")

    assert read(workspace).diagnostics == ()


UNREAD = [
    ("svar.emlx", "e-postprogrammets egen fil"),
    ("svar.mht", "e-postprogrammets egen fil"),
    ("svar.mbox", "e-postprogrammets egen fil"),
    ("svar.zip", "packad fil"),
    ("svar", "har ingen ändelse"),
    ("svar.csv", "svar.csv läses inte"),
]


@pytest.mark.parametrize("folder", ["issues", "issues/2026-q4"])
@pytest.mark.parametrize(("name", "told"), UNREAD)
def test_a_file_that_is_not_read_is_told_with_what_to_do(workspace: Path, folder: str, name: str, told: str) -> None:
    (workspace / folder).mkdir(exist_ok=True)
    (workspace / folder / name).write_text("Text.", encoding="utf-8")

    (found,) = read(workspace).diagnostics

    assert (found.file, found.code, found.is_error) == (f"{folder}/{name}", "not-read", False)
    assert told in found.message
    assert found.hint


@pytest.mark.parametrize("folder", ["issues/bidrag", "issues/2026-q4/gamla"])
def test_so_is_a_folder(workspace: Path, folder: str) -> None:
    (workspace / folder).mkdir(parents=True)

    assert _strays(workspace) == [(folder, 1, 1, "not-read")]


@pytest.mark.parametrize("folder", ["issues", "issues/2026-q4"])
def test_what_icloud_has_not_fetched_is_an_error(workspace: Path, folder: str) -> None:
    (workspace / folder).mkdir(exist_ok=True)
    (workspace / folder / ".siv.yaml.icloud").write_bytes(b"bplist00")

    (found,) = read(workspace).diagnostics

    assert (found.file, found.code, found.is_error) == (f"{folder}/.siv.yaml.icloud", "not-fetched", True)
    assert "siv.yaml finns" in found.message


def test_an_issue_that_icloud_has_not_fetched_is_refused_with_what_to_do(workspace: Path) -> None:
    (workspace / "issues" / "2026-q3.yaml").rename(workspace / "issues" / ".2026-q3.yaml.icloud")

    with pytest.raises(Refused) as refused:
        read(workspace, ["2026-q3"])

    assert "issues/2026-q3.yaml finns" in refused.value.message
    assert ".2026-q3.yaml.icloud" in refused.value.hint


@pytest.mark.parametrize("folder", ["issues", "issues/2026-q4"])
@pytest.mark.parametrize(
    "name",
    [
        "~$2026-q3.docx",
        "~$svar.yaml",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "._siv.yaml",
        ".gitkeep",
        "siv.yaml.bak",
        "siv.txt~",
        "2026-q1.sent.json",
        "bild.JPG",
        "images/bild.png",
    ],
)
def test_what_is_known_to_be_harmless_is_not_told(workspace: Path, folder: str, name: str) -> None:
    path = workspace / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")

    assert [one for one in read(workspace).diagnostics if one.file.startswith(folder)] == []


def test_a_link_that_leads_nowhere_is_a_diagnostic(workspace: Path) -> None:
    (workspace / "issues" / "2026-q3.yaml").unlink()
    (workspace / "issues" / "2026-q3.yaml").symlink_to("borta.yaml")

    (found,) = read(workspace, ["2026-q3"]).diagnostics
    assert (found.file, found.code, found.hint) == (
        "issues/2026-q3.yaml",
        "file-missing",
        "Det finns bara en länk med det namnet, och den leder ingenstans. Ta bort länken.",
    )


def test_a_missing_file_is_a_diagnostic(workspace: Path) -> None:
    (workspace / "recipients.yaml").unlink()

    assert _strays(workspace) == [("recipients.yaml", 1, 1, "file-missing")]


def test_a_folder_in_place_of_a_file_is_a_diagnostic(workspace: Path) -> None:
    (workspace / "issues" / "2026-q3.yaml").unlink()
    (workspace / "issues" / "2026-q3.yaml").mkdir()

    assert _strays(workspace) == [("issues/2026-q3.yaml", 1, 1, "not-a-file")]


def test_a_file_larger_than_a_megabyte_is_a_diagnostic(workspace: Path) -> None:
    (workspace / "issues" / "2026-q3.yaml").write_bytes(b"#" * 1_000_001)

    assert _strays(workspace) == [("issues/2026-q3.yaml", 1, 1, "too-big")]


def test_an_unknown_issue_is_refused_with_those_that_exist(workspace: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(workspace, ["2026-q33"])

    assert refused.value.message == "Hittar inte numret 2026-q33. Tillgängliga: 2026-q1, 2026-q2, 2026-q3, 2026-q4."
    assert refused.value.hint == "Menade du ”2026-q3”?"


def test_faults_of_all_files_come_in_one_run(workspace: Path) -> None:
    (workspace / "newsletter.yaml").write_text("x: 1\n", encoding="utf-8")
    (workspace / "recipients.yaml").write_text("recipients: []\n", encoding="utf-8")
    for issue in ("2026-q1", "2026-q2"):
        (workspace / "issues" / f"{issue}.yaml").write_text("", encoding="utf-8")

    reading = read(workspace, ["2026-q1", "2026-q2", "2026-q3"])

    assert {each.file for each in reading.diagnostics} == {
        *("newsletter.yaml", "recipients.yaml", "issues/2026-q1.yaml", "issues/2026-q2.yaml"),
    }
    assert [file.id for file in reading.issues] == ["2026-q3"]
    assert reading.settings is None
    with pytest.raises(Invalid) as invalid:
        require_valid(reading)
    assert invalid.value.diagnostics == reading.diagnostics


def test_warnings_do_not_stop(workspace: Path) -> None:
    issue = workspace / "issues" / "2026-q3.yaml"
    issue.write_text(issue.read_text(encoding="utf-8").replace("credit: Exempelbild", "credit: Anna # nej"), encoding="utf-8")

    reading = read(workspace, ["2026-q3"])

    assert require_valid(reading) is reading


def test_the_settings_alone_are_refused_when_they_are_wrong(workspace: Path) -> None:
    assert read_settings(workspace).settings.sender.email.wire == "rapport@regiongruppen.example"
    (workspace / "newsletter.yaml").write_text("sender: jag\n", encoding="utf-8")

    with pytest.raises(Invalid) as invalid:
        read_settings(workspace)

    assert {each.file for each in invalid.value.diagnostics} == {"newsletter.yaml"}


def test_a_plan_for_another_year_is_borrowed_with_a_warning(workspace: Path) -> None:
    text = (workspace / "issues" / "2026-q3.yaml").read_text(encoding="utf-8").replace("year: 2026", "year: 2027", 1)
    (workspace / "issues" / "2027-q3.yaml").write_text(text, encoding="utf-8")

    reading = read(workspace, ["2027-q3"])

    assert [(each.code, str(each.severity)) for each in reading.diagnostics] == [("borrowed-plan", "warning")]
    assert reading.issue("2027-q3").issue.year == 2027


def test_places_are_those_of_the_file(workspace: Path) -> None:
    found = read(workspace, ["2026-q3"]).issue("2026-q3")
    lines = found.path.read_text(encoding="utf-8").splitlines()

    title = found.places.of(("sections", 0, "title"))
    assert lines[title.line - 1][title.column - 1 :] == found.issue.sections[0].title
    kind = found.places.of_key(("sections", 0, "kind"))
    assert lines[kind.line - 1][kind.column - 1 :].startswith("kind:")
    assert found.places.of(("sections", 0, "nowhere", 3)) == found.places.of(("sections", 0))


@pytest.mark.slow
def test_a_file_with_more_values_than_anybody_writes_is_a_diagnostic(workspace: Path) -> None:
    (workspace / "issues" / "2026-q3.yaml").write_text("- a\n" * 60_000, encoding="utf-8")

    assert _strays(workspace) == [("issues/2026-q3.yaml", 50_000, 3, "too-many")]


@pytest.mark.slow
def test_thousands_of_associations_are_no_accident(workspace: Path) -> None:
    one = "  - {{id: f{0}, name: F {0}, municipality: K, contacts: [{{name: A B, email: a{0}@example.org}}]}}\n"
    text = "recipients:\n" + "".join(one.format(number) for number in range(5000))
    (workspace / "recipients.yaml").write_text(text, encoding="utf-8")

    reading = read(workspace, [])

    assert reading.diagnostics == ()
    assert reading.recipients is not None
    assert len(reading.recipients.recipients.recipients) == 5000


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
@pytest.mark.parametrize("file", ["issues/2026-q3.yaml", "recipients.yaml", "newsletter.yaml"])
def test_a_file_in_utf_16_with_its_mark_is_read_as_it_is_meant(workspace: Path, file: str, encoding: str) -> None:
    before = read(workspace)
    text = (workspace / file).read_text(encoding="utf-8")
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (workspace / file).write_bytes(f"{mark}{text}".replace("\n", "\r\n").encode(encoding))

    after = read(workspace)

    assert after.diagnostics == before.diagnostics
    assert after.issue("2026-q3").issue == before.issue("2026-q3").issue


def test_half_a_sign_of_utf_16_is_told(workspace: Path) -> None:
    (workspace / "issues" / "2026-q3.yaml").write_bytes("title: å".encode("utf-16")[:-1])

    assert _strays(workspace) == [("issues/2026-q3.yaml", 1, 1, "not-utf8")]
