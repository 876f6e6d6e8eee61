"""``new`` writes the next report that the plan asks for, and overwrites nothing unasked."""

from pathlib import Path

import pytest

from newsletter.source import read


@pytest.fixture
def _in_september(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-09-08T10:00:00+02:00")


pytestmark = pytest.mark.usefixtures("_in_september")


def _without(workspace: Path, *issues: str) -> None:
    for issue in issues:
        (workspace / "issues" / f"{issue}.yaml").unlink()


def test_the_next_quarter_due_is_chosen(newsletter, workspace):
    _without(workspace, "2026-q4")

    result = newsletter("-C", workspace, "new")

    assert result.exit_code == 0
    assert result.stdout == "Skapade issues/2026-q4.yaml. Fyll i texterna och kör sedan ”newsletter check 2026-q4”.\n"
    reading = read(workspace, ["2026-q4"])
    assert reading.diagnostics == ()
    assert str(reading.issue("2026-q4").issue.date) == "2026-12-15"
    assert "Anropsstyrda turer i stället för glesare trafik (pågår)" in (workspace / "issues" / "2026-q4.yaml").read_text(
        encoding="utf-8"
    )


def test_a_quarter_that_has_passed_is_not_taken_up(newsletter, workspace):
    _without(workspace, "2026-q2", "2026-q4")

    newsletter("-C", workspace, "new")

    assert (workspace / "issues" / "2026-q4.yaml").exists()
    assert not (workspace / "issues" / "2026-q2.yaml").exists()


def test_when_the_year_is_written_the_next_year_begins(newsletter, workspace):
    assert newsletter("-C", workspace, "new").stdout.startswith("Skapade issues/2027-q1.yaml.")


def test_an_issue_can_be_named(newsletter, workspace):
    result = newsletter("-C", workspace, "new", "2026-q3-extra")

    assert result.exit_code == 0
    assert read(workspace, ["2026-q3-extra"]).issue("2026-q3-extra").issue.type == "extra"
    assert newsletter("-C", workspace, "check", "2026-q3-extra").exit_code == 0


def test_a_wrong_name_is_refused(newsletter, workspace):
    result = newsletter("-C", workspace, "new", "../2026-q5")

    assert result.exit_code == 2
    assert "”../2026-q5” är inte namnet på ett nummer." in result.stderr


def test_a_draft_goes_before_the_next_report(newsletter, workspace):
    newsletter("-C", workspace, "new")

    again = newsletter("-C", workspace, "new")

    assert again.exit_code == 1
    assert "issues/2027-q1.yaml är påbörjat men inte klart" in again.stderr
    assert "newsletter new 2027-q2" in again.stderr
    assert not (workspace / "issues" / "2027-q2.yaml").exists()
    assert newsletter("-C", workspace, "new", "2027-q2").exit_code == 0


def test_a_text_that_has_faults_is_not_finished(newsletter, workspace):
    (workspace / "issues" / "2026-q4.yaml").write_text("title: Rubrik: två\n", encoding="utf-8")

    assert "issues/2026-q4.yaml är påbörjat men inte klart" in newsletter("-C", workspace, "new").stderr


def test_a_draft_that_was_sent_or_is_of_last_year_holds_nothing_back(newsletter, workspace, monkeypatch):
    newsletter("-C", workspace, "new")
    monkeypatch.setenv("NEWSLETTER_NOW", "2028-01-10T10:00:00+01:00")

    assert newsletter("-C", workspace, "new").stdout.startswith("Skapade issues/2028-q1.yaml.")

    (workspace / "issues" / "2028-q1.sent.json").write_text("{}", encoding="utf-8")
    assert newsletter("-C", workspace, "new").stdout.startswith("Skapade issues/2028-q2.yaml.")


@pytest.mark.parametrize("order", [["new"], ["new", "2027-q1"]])
def test_nothing_is_written_beside_what_icloud_has_not_fetched(newsletter, workspace, order):
    placeholder = workspace / "issues" / ".2027-q1.yaml.icloud"
    placeholder.write_bytes(b"bplist00")

    result = newsletter("-C", workspace, *order)

    assert result.exit_code == 1
    assert ".2027-q1.yaml.icloud" in result.stderr
    assert not (workspace / "issues" / "2027-q1.yaml").exists()


def test_what_has_been_sent_is_never_overwritten(newsletter, workspace):
    text = workspace / "issues" / "2026-q3.yaml"
    before = text.read_bytes()
    text.with_name("2026-q3.sent.json").write_text("{}", encoding="utf-8")

    result = newsletter("-C", workspace, "new", "2026-q3", answers="j\n")

    assert result.exit_code == 1
    assert "2026-q3 är redan skickat" in result.stderr
    assert "newsletter new 2026-q3-rattelse" in result.stderr
    assert text.read_bytes() == before
    assert newsletter("-C", workspace, "new", "2026-q3-rattelse").exit_code == 0


def test_what_exists_is_left_as_it_is(newsletter, workspace):
    before = (workspace / "issues" / "2026-q3.yaml").read_bytes()

    result = newsletter("-C", workspace, "new", "2026-q3")

    assert result.exit_code == 1
    assert "issues/2026-q3.yaml finns redan" in result.stderr
    assert (workspace / "issues" / "2026-q3.yaml").read_bytes() == before


def test_the_schema_comes_with_it(newsletter, workspace):
    newsletter("-C", workspace, "new")

    text = (workspace / "issues" / "2027-q1.yaml").read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first == "# yaml-language-server: $schema=../.schemas/issue.schema.json"
    assert (workspace / "issues" / first.partition("=")[2]).resolve().is_file()
