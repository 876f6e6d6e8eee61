"""``newsletter backup`` and ``newsletter adopt`` at the edge; what they do is told in tests/delivery."""


def test_a_copy_is_made_and_counted(newsletter, workspace, history, tmp_path):
    history.sent("2026-q3")
    result = newsletter("-C", workspace, "backup", tmp_path / "kopia.sqlite3")
    assert result.exit_code == 0
    assert "kopian är kontrollerad: 21 brev." in result.stdout
    assert newsletter("-C", workspace, "backup", tmp_path / "kopia.sqlite3").exit_code == 1


def test_a_place_that_cannot_be_written_to_is_a_sentence(newsletter, workspace, history, tmp_path):
    history.sent("2026-q3")
    (tmp_path / "fil").write_text("", encoding="utf-8")
    result = newsletter("-C", workspace, "backup", tmp_path / "fil" / "kopia.sqlite3")
    assert result.exit_code == 1
    assert "Kopian går inte att spara" in result.stderr


def test_there_is_nothing_to_copy_yet(newsletter, workspace, tmp_path):
    result = newsletter("-C", workspace, "backup", tmp_path / "kopia.sqlite3")
    assert result.exit_code == 1
    assert not (workspace / ".newsletter").exists()


def test_nothing_needs_to_be_adopted(newsletter, workspace, history):
    history.sent("2026-q3")
    result = newsletter("-C", workspace, "adopt", "--by", "Kim", "--reason", "För säkerhets skull.")
    assert result.exit_code == 0
    assert "Inget att göra" in result.stdout


def test_adopting_needs_a_name_and_a_reason(newsletter, workspace):
    assert newsletter("-C", workspace, "adopt").exit_code == 2
    assert newsletter("-C", workspace, "adopt", "--by", "Kim").exit_code == 2
