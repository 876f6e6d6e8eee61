"""Page one of the year's report: a text to be signed, whose every figure is the log's."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.editions.reports.acted import AFTER, NBSP, change, page_one, without_notes, written


@pytest.mark.slow
def test_the_first_sentence_is_the_year_s_two_figures(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path))

    assert "3 av 4 rapporter skickades under 2026, 3 av dem till alla föreningar." in text


def test_page_one_is_a_text_to_sign(newsletter, year, tmp_path):
    reason = ("deviation", "2026-q2", "--by", "Redaktören", "--reason", "Redaktören var sjuk.", "--cancelled")
    assert newsletter("-C", year, *reason).exit_code == 0
    change(
        year / "newsletter.yaml", "    # approvers:\n    #   - role: Ordförande\n", "    approvers:\n      - role: Ordförande\n"
    )
    change(year / "newsletter.yaml", "    #     name: Tuva Hyttsten\n", "        name: Tuva Hyttsten\n      - role: Kassör\n")

    assert page_one(written(newsletter, year, tmp_path)).split("\n\n") == [
        "# Rapporter till partiföreningarna 2026",
        (
            "Vänsterpartiets regiongrupp i Värmland redovisar här sina rapporter till partiföreningarna under 2026. "
            "Läget den 31 december 2026, enligt utskicksloggen."
        ),
        (
            "Verksamhetsplanens mål för 2026 är minst 4 rapporter. 3 av 4 rapporter skickades under 2026, 3 av dem till alla "
            "föreningar."
        ),
        "Alla 15 aktiva föreningar har fått alla rapporter. Sammanlagt antecknades 66 brev i utskicksloggen.",
        (
            "Rapporten för kvartal 2 2026 kom inte: Redaktören var sjuk. Rapporten för kvartal 3 2026 kom 4 dagar efter "
            "planens dag. Ingen orsak är antecknad."
        ),
        f"{'.' * 40}\\\nOrt och datum",
        f"{'.' * 40}\\\nOrdförande, Tuva Hyttsten",
        f"{'.' * 40}\\\nKassör",
        f"{'.' * 40}\\\nRedaktör, Jonatan Bruksman\n",
    ]


def test_where_the_plan_names_no_approver_the_chair_signs(newsletter, year, tmp_path):
    text = page_one(written(newsletter, year, tmp_path))

    assert [line for line in text.splitlines() if line.startswith(("Ort", "Ordf", "Red"))] == [
        "Ort och datum",
        "Ordförande",
        "Redaktör, Jonatan Bruksman",
    ]


def test_more_reports_than_the_plan_asks_for_are_no_fraction_of_it(newsletter, year, tmp_path):
    change(year / "newsletter.yaml", "    target: 4\n", "    target: 2\n")
    text = without_notes(written(newsletter, year, tmp_path))
    board = without_notes(written(newsletter, year, tmp_path / "ds", "--board", "--since", "2026-10-01"))

    assert "3 rapporter skickades under 2026, en fler än planens 2, 3 av dem till alla föreningar." in text
    assert "3 rapporter är skickade under 2026, en fler än planens 2, 3 av dem till alla föreningar." in board
    assert "3 av 2" not in text + board


def test_a_quarter_that_never_came_is_named_with_or_without_a_reason(newsletter, acted, tmp_path, monkeypatch):
    """Of a log that was last changed in the third quarter: the day of the account is not the log's last change."""
    workspace = shutil.copytree(acted, tmp_path / "kort")
    monkeypatch.setenv("NEWSLETTER_NOW", AFTER)
    with closing(sqlite3.connect(workspace / ".newsletter" / "log.sqlite3")) as log:
        log.executescript(
            """
            DELETE FROM event; DELETE FROM handover;
            DELETE FROM outcome WHERE at > '2026-04'; DELETE FROM attempt WHERE claimed > '2026-04';
            DELETE FROM delivery WHERE at > '2026-04'; DELETE FROM audience_address WHERE run IN
                (SELECT id FROM run WHERE started > '2026-04');
            DELETE FROM audience WHERE run IN (SELECT id FROM run WHERE started > '2026-04');
            DELETE FROM run WHERE started > '2026-04';
            """
        )
    text = without_notes(written(newsletter, workspace, tmp_path / "ut")).replace(NBSP, " ")

    assert "Läget den 31 december 2026" in text
    for quarter, due in ((2, "18 juni"), (3, "10 september"), (4, "15 december")):
        line = f"Kvartal {quarter} 2026 (skulle skickas senast {due} 2026): ingen rapport skickades. Ingen orsak är antecknad."
        assert line in text
    for quarter in (2, 3, 4):
        assert f"Rapporten för kvartal {quarter} 2026 kom inte. Ingen orsak är antecknad." in page_one(text)
