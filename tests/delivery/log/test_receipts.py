"""Receipts: what Git remembers, so that no second log sends the same issue again."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.delivery.log.permission import LogHistory, Site, has_moved, refuse_unless_allowed, unknown_receipts
from newsletter.delivery.log.receipts import Receipt, add_receipt, end_receipt, move_mark, read_receipts
from newsletter.model.diagnostics import Refused
from tests.delivery.ledger import AT

HERE = Site("machine", "/n/log.sqlite3")


ONE_RUN = '{{"issue": "2026-q3", "runs": [{{"log": "L", "run": "R", "content": "d", "at": "", "associations": [], {more}}}]}}'


def receipt(log: str = "L", run: str = "R", issue: str = "2026-q3") -> Receipt:
    return Receipt(issue, log, run, "d1", AT, ("arvika", "eda"))


def history(**changes: object) -> LogHistory:
    facts: dict[str, object] = {
        "log": "L",
        "runs": frozenset({"R"}),
        "trials": frozenset(),
        "adopted": frozenset(),
        "last": HERE,
    }
    return LogHistory(**{**facts, **changes})


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "issues").mkdir()
    return tmp_path


def test_a_receipt_is_added_to_those_before_and_holds_nothing_personal(directory: Path) -> None:
    add_receipt(directory, receipt(run="first"))
    path = add_receipt(directory, receipt(run="second"))
    assert path == directory / "issues" / "2026-q3.sent.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["schema"] == 1
    assert document["issue"] == "2026-q3"
    assert [sorted(run) for run in document["runs"]] == [["associations", "at", "content", "log", "run"]] * 2
    assert [one.run for one in read_receipts(directory)] == ["first", "second"]
    assert [file.name for file in (directory / "issues").iterdir()] == ["2026-q3.sent.json"]


def test_a_mark_is_moved_in_its_own_runs_receipt_and_one_without_a_mark_is_as_it_was(directory: Path) -> None:
    add_receipt(directory, receipt(run="older"))
    before = (directory / "issues" / "2026-q3.sent.json").read_text(encoding="utf-8")
    add_receipt(directory, receipt())
    for attempts in (1, 4):
        path = move_mark(directory, replace(receipt(), attempts=attempts, last=f"attempt{attempts}"))
    end_receipt(directory, receipt(), AT)
    older, marked = read_receipts(directory)
    assert older == receipt(run="older")
    assert marked == replace(receipt(), attempts=4, last="attempt4", ended=AT)
    assert path.read_text(encoding="utf-8").startswith(before.removesuffix("\n  ]\n}\n"))
    assert "@" not in path.read_text(encoding="utf-8")


def test_a_mark_outlives_a_receipt_that_was_put_back_to_an_older_state(directory: Path) -> None:
    path = add_receipt(directory, receipt())
    path.unlink()
    move_mark(directory, replace(receipt(), attempts=2, last="second"))
    assert [(one.run, one.last) for one in read_receipts(directory)] == [("R", "second")]


def test_a_log_that_does_not_know_the_last_attempt_is_an_old_copy() -> None:
    marked = replace(receipt(), attempts=4, last="attempt4")
    assert unknown_receipts([marked], history(attempts=frozenset({"attempt4"}))) == ()
    assert unknown_receipts([marked], history(attempts=frozenset({"attempt3"}))) == (marked,)
    with pytest.raises(Refused) as refused:
        refuse_unless_allowed(history(), [marked], HERE, is_trial=False)
    assert "gammal kopia" in refused.value.message
    assert "newsletter resolve" in refused.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"issue": "2026-q3", "runs": [{}]}',
        '{"issue": "2026-q3", "runs": 1}',
        "[" * 100_000,
        '{"issue": "2026-q3", "runs": [[[[[[]]]]]]}',
        ONE_RUN.format(more='"attempts": 1e400'),
        ONE_RUN.format(more='"attempts": 99999999999999999999'),
        ONE_RUN.format(more='"attempts": -1'),
        ONE_RUN.format(more='"attempts": NaN'),
        ONE_RUN.format(more=r'"last": "\ud800"'),
        '<<<<<<< HEAD\n{"schema": 1}\n=======\n',
    ],
)
def test_a_receipt_that_cannot_be_read_is_refused(directory: Path, text: str) -> None:
    (directory / "issues" / "2026-q3.sent.json").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_receipts(directory)
    assert "2026-q3.sent.json" in refused.value.message
    with pytest.raises(Refused):
        add_receipt(directory, receipt())


def test_a_folder_in_the_place_of_a_receipt_is_one_that_cannot_be_read(directory: Path) -> None:
    (directory / "issues" / "2026-q3.sent.json").mkdir()
    with pytest.raises(Refused if sys.platform != "win32" else PermissionError):
        read_receipts(directory)


def test_what_a_log_does_not_know() -> None:
    known, forgotten, foreign = receipt(), receipt(run="lost"), receipt(log="other")
    assert unknown_receipts([known, forgotten, foreign], history()) == (forgotten, foreign)
    adopted = history(adopted=frozenset({("other", "R")}))
    assert unknown_receipts([known, forgotten, foreign], adopted) == (forgotten,)


def test_the_log_that_sent_may_send_on() -> None:
    refuse_unless_allowed(history(), [receipt()], HERE, is_trial=False)


@pytest.mark.parametrize(
    ("log", "receipts", "here"),
    [
        (history(log="new", runs=frozenset(), last=None), [receipt()], HERE),
        (history(runs=frozenset()), [receipt()], HERE),
        (history(), [receipt()], Site("another machine", HERE.path)),
        (history(), [receipt()], Site(HERE.machine, "/elsewhere/log.sqlite3")),
        (history(adopted=frozenset({("other", "R")})), [receipt(log="other", run="later")], HERE),
    ],
    ids=["a fresh clone", "an old copy", "another machine", "another folder", "sent elsewhere since the adoption"],
)
def test_a_log_that_is_not_the_right_one_is_refused_with_the_way_out(
    log: LogHistory, receipts: list[Receipt], here: Site
) -> None:
    with pytest.raises(Refused) as refused:
        refuse_unless_allowed(log, receipts, here, is_trial=False)
    assert "newsletter adopt" in refused.value.hint


def test_what_a_trial_left_is_said_to_be_a_trial_and_how_to_be_rid_of_it(directory: Path) -> None:
    add_receipt(directory, replace(receipt(log="trial"), trial=True))
    with pytest.raises(Refused) as refused:
        refuse_unless_allowed(history(), read_receipts(directory), HERE, is_trial=False)
    assert "till en server på datorn själv, inte till människor" in refused.value.message
    assert "”trial”" in refused.value.hint
    add_receipt(directory, receipt(log="other"))
    with pytest.raises(Refused) as refused:
        refuse_unless_allowed(history(), read_receipts(directory), HERE, is_trial=False)
    assert "En annan utskickslogg har skickat" in refused.value.message


def test_a_log_on_a_server_is_the_same_from_everywhere() -> None:
    shared = history(last=Site("another machine", ""))
    assert not has_moved(shared, Site("machine", ""))
    refuse_unless_allowed(shared, [receipt()], Site("machine", ""), is_trial=False)


@pytest.mark.parametrize("is_trial", [True, False])
def test_trials_and_letters_to_people_never_share_a_log(is_trial: bool) -> None:
    refuse_unless_allowed(history(trials=frozenset({is_trial})), [], HERE, is_trial=is_trial)
    with pytest.raises(Refused) as refused:
        refuse_unless_allowed(history(trials=frozenset({not is_trial})), [], HERE, is_trial=is_trial)
    assert "--log" in refused.value.hint
