"""Every letter and where it stands."""

import json
import re

import pytest

from newsletter.model.deliveries import Status

ADDRESS = re.compile(r"\w@\w")


@pytest.fixture(autouse=True)
def _sent(history):
    history.sent("2026-q2", "2026-06-11T07:00:00.000Z")
    history.sent("2026-q3", "2026-09-03T06:00:00.000Z", but={"kil": Status.REJECTED})
    history.sent("2026-q3", is_live=False)


def test_a_line_for_each_live_letter_in_the_time_of_the_wall(newsletter, workspace):
    result = newsletter("-C", workspace, "log", "2026-q3")

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert any(re.fullmatch(r"2026-q3 +arvika +o\*\*\*@… +överlämnat +2026-09-03 08:00", line) for line in lines)
    assert any(re.fullmatch(r"2026-q3 +kil +s\*\*\*@… +avvisat +2026-09-03 08:00", line) for line in lines)
    assert "21 brev." in lines
    assert lines[-1] == "Dessutom finns 1 provkörning eller testbrev, som inte räknas. Visa med --json."


def test_addresses_are_masked_unless_they_are_asked_for(newsletter, workspace):
    assert not ADDRESS.search(newsletter("-C", workspace, "log").stdout)
    assert not ADDRESS.search(newsletter("-C", workspace, "log", "--json").stdout)
    assert "ordforande@arvika.forening.example" in newsletter("-C", workspace, "log", "--show-addresses").stdout
    assert "ordforande@arvika.forening.example" in newsletter("-C", workspace, "log", "--json", "--show-addresses").stdout


def test_json_has_every_delivery_of_every_realm_with_the_promised_keys(newsletter, workspace):
    document = json.loads(newsletter("-C", workspace, "log", "--json", "--show-addresses").stdout)

    assert document["schema"] == 1
    assert len(document["deliveries"]) == 63
    keys = {"issue": "2026-q3", "association": "eda", "address": "torleif.gransberg@example.org", "realm": "live"}
    (eda,) = [one for one in document["deliveries"] if one.items() >= keys.items()]
    promised = ["issue", "association", "address", "realm", "status", "at", "attempt", "provider_id", "leaves", "event"]
    assert list(eda) == promised
    assert (eda["status"], eda["at"], eda["provider_id"]) == ("accepted", "2026-09-03T06:00:00.000Z", "id-1")
    assert (eda["leaves"], eda["event"]) == (None, None)


def test_an_empty_log_makes_no_file(newsletter, workspace, tmp_path):
    result = newsletter("-C", workspace, "--log", "sqlite:other.sqlite3", "log")

    assert result.stdout == "Inga brev har skickats.\n"
    assert not (workspace / "other.sqlite3").exists()
