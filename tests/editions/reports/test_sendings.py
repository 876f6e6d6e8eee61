"""What the year's report says of the sendings: every number counted again from the log's own rows."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.editions.reports.acted import NBSP, SENT, change, page_one, part, rows, without_notes, written


def test_each_row_of_the_reports_is_what_the_log_s_rows_add_up_to(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path))
    assert part(text, "## Rapporterna")[0] == "**Rapporter skickade 2026**"
    assert part(text, "## Rapporterna")[2] == "| --- | --- | --- | --- | ---: | ---: | ---: | ---: |"
    for issue in SENT:
        ((letters,),) = rows(
            year, f"SELECT count(*) FROM delivery WHERE issue = '{issue}' AND realm = 'live' AND status = 'accepted'"
        )
        ((audience,),) = rows(
            year,
            f"""
            SELECT count(DISTINCT association) FROM audience JOIN run ON run.id = audience.run
            WHERE run.issue = '{issue}' AND realm = 'live' AND active AND type = 'förening'
            """,
        )
        ((reached,),) = rows(
            year,
            f"""
            SELECT count(DISTINCT association) FROM delivery WHERE issue = '{issue}' AND realm = 'live' AND status = 'accepted'
            AND NOT EXISTS (SELECT 1 FROM event WHERE event.attempt = delivery.attempt AND kind IN ('bounced', 'dropped'))
            AND association IN (SELECT association FROM audience WHERE type = 'förening')
            """,
        )
        ((by_hand,),) = rows(year, f"SELECT count(*) FROM handover WHERE issue = '{issue}'")
        row = next(line for line in text.splitlines() if line.startswith(f"| {issue} | Kvartal"))
        assert [cell.strip() for cell in row.strip("|").split("|")][4:] == [
            str(number) for number in (audience, reached, by_hand, letters)
        ]


def test_who_has_what_is_shown_association_by_association(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path))

    assert re.search(r"^\| Vänsterpartiet Arvika \| för hand \| nådd \| nådd \| 3 \|$", text, re.MULTILINE)
    assert re.search(r"^\| Vänsterpartiet Munkfors \| vilande \| vilande \| vilande \| 0 \|$", text, re.MULTILINE)


def test_a_missed_quarter_and_a_late_one_are_told_with_their_reasons(newsletter, year, tmp_path):
    reason = ("deviation", "2026-q2", "--by", "Redaktören", "--reason", "Redaktören var sjuk", "--cancelled")
    recorded = newsletter("-C", year, *reason)
    assert recorded.exit_code == 0, recorded.stderr
    text = without_notes(written(newsletter, year, tmp_path)).replace("\N{NO-BREAK SPACE}", " ")

    assert "Kvartal 2 2026 (skulle skickas senast 18 juni 2026): ingen rapport skickades. Orsak: Redaktören var sjuk." in text
    assert "skickad 14 september 2026, 4 dagar efter planens dag" in text


@pytest.mark.slow
def test_every_number_of_the_reports_has_its_source(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path)
    row = next(line for line in text.splitlines() if line.startswith("| 2026-q1 | Kvartal"))
    numbers = [cell.strip() for cell in row.strip("|").split("|")][2:]

    assert all(re.search(r"\[\^\d+\]$", cell) for cell in numbers)
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", text, re.MULTILINE))
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(notes)
    ((run,),) = rows(year, "SELECT id FROM run WHERE issue = '2026-q1' AND realm = 'live'")
    assert any(str(run)[:12] in note and "newsletter log 2026-q1" in note for note in notes.values())


def test_the_account_of_a_day_knows_nothing_that_came_after(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path, "--date", "2026-09-30")).replace(NBSP, " ")

    assert "Läget den 30 september 2026" in text
    assert "2 av 4 rapporter skickades under 2026" in text
    assert "Kvartal 4 2026" not in text
    assert "2026-q4" not in text
    assert "antecknat den 10 december 2026" in text  # it was given in March, and is known today


def test_what_happened_and_when_it_became_known_are_two_times(newsletter, year, tmp_path):
    """A letter of December bounced, and the list was read a week later; a report was noted down long after it was given."""
    with closing(sqlite3.connect(year / ".newsletter" / "log.sqlite3")) as log:
        for association, happened in (("eda", "2026-12-10T08:00:00.000Z"), ("kil", "2027-01-02T08:00:00.000Z")):
            log.execute(
                """
                INSERT INTO event (attempt, kind, detail, at, received)
                SELECT attempt, 'bounced', '550', ?, '2027-01-07T09:00:00.000Z' FROM delivery
                WHERE issue = '2026-q4' AND association = ? LIMIT 1
                """,
                (happened, association),
            )
        log.commit()
    text = without_notes(written(newsletter, year, tmp_path)).replace(NBSP, " ")

    assert "- Vänsterpartiet Eda, 2026-q4: studsade den 10 december 2026, känt den 7 januari 2027." in text
    assert "på papper 26 mars 2026, av Sekreteraren, antecknat den 10 december 2026." in text
    since = text.partition("### Känt efter den 31 december 2026")[2].partition("##")[0]
    assert since.split("\n")[2] == "- Vänsterpartiet Kil, 2026-q4: studsade den 2 januari 2027."
    assert re.search(r"^\| Vänsterpartiet Kil \| nådd \| nådd \| nådd \|", text, re.MULTILINE)


def test_other_recipients_are_named_and_counted_as_no_association(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path))
    rows_of_matrix = part(text, "## Vilka rapporterna nådde")

    assert rows_of_matrix[-1] == "Rapporterna gick också till Distriktsstyrelsen, som inte räknas in i planens mål."
    assert not [line for line in rows_of_matrix if line.startswith("| Distriktsstyrelsen")]
    assert rows_of_matrix[-2] == "| Har fått rapporten | 15 av 15 | 15 av 15 | 15 av 15 | 3 |"
    assert len([line for line in rows_of_matrix if line.startswith("| Vänsterpartiet")]) == 16  # one is dormant


@pytest.mark.parametrize(
    ("change_of_plan", "said"),
    [
        ("target: 3", "2026-07-01, målet blev 3 rapporter: Valåret."),
        ("approvals: 0", "2026-07-01: Valåret."),
    ],
)
def test_a_change_of_the_plan_is_told_though_no_report_deviates(newsletter, year, tmp_path, change_of_plan, said):
    change(
        year / "newsletter.yaml",
        "    topics:\n",
        f"    changes:\n      - date: 2026-07-01\n        {change_of_plan}\n        reason: Valåret\n    topics:\n",
    )
    text = without_notes(written(newsletter, year, tmp_path))

    assert part(text, "## Avvikelser från planen")[-1] == f"Planen ändrades under året: {said}"


def test_without_deviations_and_changes_there_is_no_such_part(newsletter, year, tmp_path):
    due = "2026-03-31, {}2026-09-{}, 2026-12-15]"
    change(year / "newsletter.yaml", due.format("2026-06-18, ", "10"), due.format("", "20"))
    change(year / "newsletter.yaml", "    target: 4\n", "    target: 3\n")
    text = written(newsletter, year, tmp_path)

    assert "Avvikelser" not in text
    assert "Planens rapporter kom på sina dagar." in page_one(text)
