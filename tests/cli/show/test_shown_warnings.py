"""A warning is shown once in full by ``send`` and ``approve``; what the editor has seen before is a count."""

import pytest

SHOWN = "issues/2026-q3.yaml:"
COUNTED = "1 varning har visats förut: ”newsletter check 2026-q3” visar den igen."


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "kvartalsbrev" / "warnings"


@pytest.fixture
def issue(workspace):
    """The sample with a link that says nothing of where it leads."""
    path = workspace / "issues" / "2026-q3.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tack. Varje", "tack. Läs mer [här](https://www.regeringen.se/). Varje", 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("first", [("check", "2026-q3"), ("send", "2026-q3", "--yes"), ("approve", "2026-q3")], ids=" ".join)
@pytest.mark.parametrize("then", [("send", "2026-q3", "--yes"), ("approve", "2026-q3")], ids=" ".join)
def test_a_warning_seen_before_is_a_count(newsletter, workspace, issue, first, then):
    assert SHOWN in newsletter("-C", workspace, *first).output

    again = newsletter("-C", workspace, *then).stderr

    assert SHOWN not in again
    assert COUNTED in again.splitlines()


def test_check_shows_it_each_time(newsletter, workspace, issue):
    newsletter("-C", workspace, "check", "2026-q3")

    assert SHOWN in newsletter("-C", workspace, "check", "2026-q3").stdout


def test_a_line_above_it_makes_no_new_warning_and_another_text_does(newsletter, workspace, issue):
    newsletter("-C", workspace, "check", "2026-q3")
    text = issue.read_text(encoding="utf-8")
    issue.write_text(f"# Ännu en rad.\n{text}", encoding="utf-8")
    assert COUNTED in newsletter("-C", workspace, "approve", "2026-q3").stderr

    issue.write_text(text.replace("[här]", "[klicka här]"), encoding="utf-8")
    told = newsletter("-C", workspace, "approve", "2026-q3").stderr

    assert SHOWN in told
    assert "har visats förut" not in told


def test_what_a_program_was_given_no_person_has_seen(newsletter, workspace, issue):
    newsletter("-C", workspace, "check", "2026-q3", "--format", "json")

    assert SHOWN in newsletter("-C", workspace, "approve", "2026-q3").stderr


def test_without_a_place_to_remember_all_are_shown(newsletter, workspace, issue, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", __file__)
    for _time in (1, 2):
        assert SHOWN in newsletter("-C", workspace, "approve", "2026-q3").stderr


def test_the_file_is_the_editors_own_and_tells_nothing(newsletter, workspace, issue, state):
    newsletter("-C", workspace, "check", "2026-q3")

    assert state.stat().st_mode & 0o077 == 0
    assert [len(line) for line in state.read_text(encoding="ascii").splitlines()] == [16]
