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
    assert list(document["promises"][0]) == ["title", "type", "by", "ref", "topic", "open", "status", "mentions"]
    assert list(document["promises"][0]["mentions"][0]) == [
        *("issue", "published", "told", "title", "status", "date", "next", "file", "line")
    ]


def test_an_issue_with_faults_is_named_and_does_not_hold_back_the_others(newsletter, workspace):
    (workspace / "issues" / "2026-q4.yaml").write_text("year: 2026\n", encoding="utf-8")

    result = newsletter("-C", workspace, "promises")

    assert result.exit_code == 0
    assert "2026-q4 går inte att läsa" in result.stderr
    assert "Hur går det med ambulansreformen?" in result.stdout
