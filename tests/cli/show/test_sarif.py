"""SARIF for code hosts: a rule's level is that of its findings, from the one registry."""

import pytest

from newsletter.checks import Accepted, codes
from newsletter.cli.show.sarif import as_sarif
from newsletter.locale import _
from newsletter.model.diagnostics import Code, Diagnostic


@pytest.mark.parametrize("code", codes().values(), ids=lambda code: code.name)
def test_the_rule_s_level_is_that_of_its_findings(code: Code) -> None:
    found = Diagnostic("issues/2026-q3.yaml", 14, 3, code.severity, code.name, "Meddelande.")

    run = as_sarif([found], [Accepted(found, "Skäl.")])["runs"][0]

    [rule] = run["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"]["level"] == str(code.severity)
    assert rule["shortDescription"]["text"] == _(code.reason)
    assert [result["level"] for result in run["results"]] == [str(code.severity)] * 2
