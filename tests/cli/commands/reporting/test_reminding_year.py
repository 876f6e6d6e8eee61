"""A whole year of reminders: the command each morning, as cron runs it, against a real mail server and a real log.

The calendars were written by hand from the days of the sample's plan and an almanac of 2026. ``pytest -s`` prints what came.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from tests.servers.smtp import SmtpServer

CALENDARS = Path(__file__).parent / "calendars"
NEW_YEAR = date(2026, 1, 1)
DUE = {1: date(2026, 3, 31), 2: date(2026, 6, 18), 3: date(2026, 9, 10), 4: date(2026, 12, 15)}
MEMBERS = ("Tuva Hyttsten", "Mattis Finnskog", "Siv Tallroth", "Leila Haddadi Lind", "Per-Olof Åsbrink", "Ingela Tjärnberg")
EDITOR = "regiongruppen@example.org"
CHAIR = "[{role: Ordförande, name: Tuva Hyttsten, email: tuva.hyttsten@example.org}]"
# What an almanac says, that is not a weekend: https://sv.wikipedia.org/wiki/Helgdagar_i_Sverige
HOLIDAYS = {
    date(2026, month, day)
    for month, day in [(1, 1), (1, 6), (4, 3), (4, 6), (5, 1), (5, 14), (6, 6), (6, 20), (10, 31), (12, 25), (12, 26)]
}
EVES = {day - timedelta(days=1) for day in HOLIDAYS}
ELECTION = date(2026, 9, 13)

pytestmark = pytest.mark.slow

Mail = tuple[date, str, str]


@pytest.fixture
def mail_server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def year(newsletter, workspace, mail_server, monkeypatch) -> Callable[..., list[Mail]]:
    """``year(approvers, evening)``: all mails of 2026; ``evening`` is what people do once the mails of a day have come."""
    written = workspace.parent / "written"
    shutil.copytree(workspace / "issues", written)
    for path in (workspace / "issues").glob("*.yaml"):
        path.unlink()

    def run(approvers: str, evening: Callable[[date], None] = lambda _day: None) -> list[Mail]:
        path = workspace / "newsletter.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("    topics:", f"    approvers: {approvers}\n    topics:", 1), encoding="utf-8")
        found: list[Mail] = []
        for day in (NEW_YEAR + timedelta(days=number) for number in range(365)):
            monkeypatch.setenv("NEWSLETTER_NOW", f"{day}T07:30:00+01:00")
            mail_server.ledger.clear()
            result = newsletter("-C", workspace, "remind", "--via", mail_server.via, "--quiet")
            assert (result.exit_code, result.output) == (0, "")
            found += [(day, one.recipients[0], str(one.message["Subject"])) for one in mail_server.ledger]
            monkeypatch.setenv("NEWSLETTER_NOW", f"{day}T20:00:00+01:00")
            evening(day)
        return found

    return run


@pytest.fixture
def the_day_before(newsletter, workspace, mail_server) -> Callable[[date], None]:
    """Contributions, draft, approval and sending, each on the last evening before its day."""

    def evening(day: date) -> None:
        for number, due in DUE.items():
            issue, left = f"2026-q{number}", (due - day).days
            folder = workspace / "issues" / issue
            if left == 15:
                folder.mkdir(exist_ok=True)
                for name in MEMBERS:
                    (folder / f"{name.split()[0].lower()}.yaml").write_text(f"by: {name}\nnothing: ja\n", encoding="utf-8")
            elif left == 8:
                shutil.copy(workspace.parent / "written" / f"{issue}.yaml", workspace / "issues")
            elif left == 4:
                result = newsletter("-C", workspace, "approve", issue, "--as", "Ordförande", "--yes")
                assert result.exit_code == 0, result.output
            elif left == 1:
                result = newsletter("-C", workspace, "send", issue, "--via", mail_server.via, "--yes")
                assert result.exit_code == 0, result.output

    return evening


def test_a_year_in_which_nothing_is_written(year):
    mails = year(CHAIR)

    assert calendar(mails) == expected("nobody")
    require_peace(mails)


def test_a_year_in_which_all_is_done_the_day_before(year, the_day_before):
    mails = year(CHAIR, the_day_before)

    assert calendar(mails) == expected("the-day-before")
    require_peace(mails)


@pytest.mark.parametrize("is_written", [False, True])
def test_an_editor_who_is_a_member_and_approves_has_no_more_mails_for_it(year, the_day_before, workspace, is_written):
    path = workspace / "newsletter.yaml"
    text = path.read_text(encoding="utf-8")
    me = f"      - name: Jonatan Bruksman\n        email: {EDITOR}\n"
    path.write_text(text.replace("    members:\n", f"    members:\n{me}", 1), encoding="utf-8")

    require_peace(year(f"[{{role: Ordförande, email: {EDITOR}}}]", the_day_before if is_written else lambda _day: None))


def calendar(mails: list[Mail]) -> list[str]:
    """A line a day and subject, with all who had it."""
    lines = sorted(mails, key=lambda one: (one[0], who(one[1]) == "redaktör", one[2], who(one[1])))
    return sorted(
        f"{day} {' '.join(who(address) for _day, address, _subject in those)}: {subject}"
        for (day, subject), those in groupby(lines, key=lambda one: (one[0], one[2]))
    )


def who(address: str) -> str:
    return "redaktör" if address == EDITOR else address.partition(".")[0]


def expected(name: str) -> list[str]:
    return (CALENDARS / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def require_peace(mails: list[Mail]) -> None:
    """Issue 16's numbers: one mail a person and day, on working days alone, 16 for the busiest member and 24 for the editor."""
    print("\n".join(calendar(mails)))
    sums = Counter(address for _day, address, _subject in mails)
    print(dict(sums))
    assert max(Counter((day, address) for day, address, _subject in mails).values()) == 1
    assert max(number for address, number in sums.items() if address != EDITOR) <= 16
    assert sums[EDITOR] <= 24
    days = {day for day, _address, _subject in mails}
    assert not [day for day in days if day.weekday() > 4]
    assert not days & (HOLIDAYS | EVES | {ELECTION})
