"""``newsletter promises`` as the editor and a script see it."""

import json


def test_tells_each_with_dates_and_sources(newsletter, workspace):
    result = newsletter("-C", workspace, "promises", "2026")

    assert result.exit_code == 0
    assert result.stdout.startswith("20 förslag och löften: ")
    assert "Fast läkarkontakt även på de minsta vårdcentralerna\n* motion, Mattis Finnskog, RS/26-EX030" in result.stdout
    assert "* 2026-10-14 bifallen (issues/2026-q4.yaml:120)" in result.stdout
    assert max(map(len, result.stdout.split("\n"))) <= 80


def test_an_ett_word_has_its_own_form(newsletter, workspace):
    assert "2026-11-12 återtaget" in newsletter("-C", workspace, "promises").stdout


def test_only_the_open_ones(newsletter, workspace):
    result = newsletter("-C", workspace, "promises", "--open", "--json")

    found = json.loads(result.stdout)["promises"]
    assert {one["open"] for one in found} == {True}
    assert "Kortare arbetstid på tre vårdavdelningar" in [one["title"] for one in found]


def test_json_has_the_promised_keys(newsletter, workspace):
    document = json.loads(newsletter("-C", workspace, "promises", "--json").stdout)

    assert list(document) == ["schema", "promises"]
    assert list(document["promises"][0]) == [
        *("title", "type", "by", "ref", "topic", "open", "status", "stand", "decided", "mentions")
    ]
    assert list(document["promises"][0]["mentions"][0]) == [
        *("issue", "published", "told", "title", "status", "stand", "date", "next", "file", "line")
    ]


def test_what_the_board_decided_and_what_became_of_our_proposal_are_two_things(newsletter, workspace):
    """The board approved another plan: ours fell, and we reserved ourselves."""
    path = workspace / "issues" / "2026-q4.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("outcome: delvis bifall\n        vote: eget", "outcome: bifall\n        vote: eget"), "utf-8")

    result = newsletter("-C", workspace, "promises", "--json")
    (budget,) = [one for one in json.loads(result.stdout)["promises"] if one["title"] == "Regionplan och budget 2027"]

    assert (budget["status"], budget["stand"], budget["decided"]) == ("avslagen", "lost", "2026-11-25")
    assert (budget["mentions"][0]["status"], budget["mentions"][0]["stand"]) == ("bifall", "lost")
    assert "2026-11-25 beslut: bifall, det gick oss emot" in newsletter("-C", workspace, "promises").stdout


def test_a_day_that_no_issue_says_is_never_the_issues_own(newsletter, workspace):
    text = newsletter("-C", workspace, "promises").stdout

    assert "* bereds enligt rapporten 2026-06-17 (issues/2026-q2.yaml:113)" in text
    assert "* 2026-06-17 bereds" not in text


def test_an_issue_with_faults_is_named_and_does_not_hold_back_the_others(newsletter, workspace):
    (workspace / "issues" / "2026-q4.yaml").write_text("year: 2026\n", encoding="utf-8")

    result = newsletter("-C", workspace, "promises")

    assert result.exit_code == 0
    assert "2026-q4 går inte att läsa" in result.stderr
    assert "Hur går det med ambulansreformen?" in result.stdout
