"""``init`` makes a folder ready without touching what is there; ``schema`` prints what it puts there."""

import json
import stat
import sys

import pytest


def test_a_fresh_folder_works_at_once(newsletter, tmp_path):
    folder = tmp_path / "rapporter"

    result = newsletter("-C", tmp_path, "init", "rapporter")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"Gå till mappen: cd {folder}"
    assert result.stdout.splitlines()[1] == "Fyll nu i newsletter.yaml och recipients.yaml och kör sedan ”newsletter new”."
    assert (folder / ".gitignore").read_text(encoding="utf-8").splitlines() == [
        *(".newsletter/", ".env", "outbox/", "recipients.yaml"),
    ]
    assert json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert newsletter("-C", folder, "new").exit_code == 0
    assert newsletter("-C", folder, "check").exit_code == 0


def test_only_the_editor_may_read_the_recipients(newsletter, tmp_path):
    newsletter("-C", tmp_path, "init")
    if sys.platform != "win32":  # which has no such modes
        assert stat.S_IMODE((tmp_path / "recipients.yaml").stat().st_mode) == 0o600


def test_what_exists_is_left_as_it_is(newsletter, tmp_path):
    (tmp_path / "newsletter.yaml").write_text("mitt", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("eget\noutbox/", encoding="utf-8")

    result = newsletter("-C", tmp_path, "init")

    assert result.exit_code == 0
    assert "newsletter.yaml finns redan och lämnas som den är." in result.stderr
    assert (tmp_path / "newsletter.yaml").read_text(encoding="utf-8") == "mitt"
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines() == [
        *("eget", "outbox/", ".newsletter/", ".env", "recipients.yaml"),
    ]


def test_twice_changes_nothing(newsletter, tmp_path):
    newsletter("-C", tmp_path, "init")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    assert newsletter("-C", tmp_path, "init").exit_code == 0

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["issue", "recipients", "settings"])
def test_a_schema_is_printed(newsletter, name):
    result = newsletter("schema", name)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["additionalProperties"] is False
