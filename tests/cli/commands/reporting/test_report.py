"""``newsletter report``: its options; what the reports say is in tests/editions/reports."""

import pytest


def test_without_a_log_there_is_nothing_to_report(newsletter, workspace, tmp_path):
    result = newsletter("-C", workspace, "report", "2026", "--out", tmp_path)

    assert result.exit_code == 1
    assert "utskicksloggen är tom" in result.stderr


@pytest.mark.parametrize(
    "options", [("--since", "2026-10-01"), ("--board", "--letters"), ("--board", "--since", "i går"), ("--format", "rtf")]
)
def test_options_that_make_no_sense_are_a_mistake_in_the_command(newsletter, workspace, options):
    assert newsletter("-C", workspace, "report", *options).exit_code == 2
