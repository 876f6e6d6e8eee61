"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show at their lines."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from newsletter import __version__
from newsletter.checks import Accepted, codes
from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE = "WORKSPACE"
"""What the files' names are relative to: the folder with newsletter.yaml, wherever that is."""


def as_sarif(diagnostics: Sequence[Diagnostic], accepted: Sequence[Accepted]) -> dict[str, Any]:
    """One run, with a rule for each code that was found; an accepted finding is a suppressed result with its reason."""
    found = sorted({one.code for one in (*diagnostics, *(waived.diagnostic for waived in accepted))})
    results = [_result(one, found) for one in diagnostics]
    results += [
        _result(one.diagnostic, found) | {"suppressions": [{"kind": "inSource", "justification": one.reason}]}
        for one in accepted
    ]
    driver = {"name": "newsletter", "semanticVersion": __version__, "rules": [_rule(code) for code in found]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    reason = _(codes()[code].reason)
    return {
        "id": code,
        "shortDescription": {"text": reason},
        "help": {"text": f"{reason} docs/kontroller.md#{code}"},
        "defaultConfiguration": {"level": str(codes()[code].severity)},
    }


def _result(diagnostic: Diagnostic, found: Sequence[str]) -> dict[str, Any]:
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": found.index(diagnostic.code),
        "level": str(diagnostic.severity),
        "message": {"text": f"{diagnostic.message} {diagnostic.hint}".strip()},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(diagnostic.file), "uriBaseId": BASE},
                    "region": {"startLine": diagnostic.line, "startColumn": diagnostic.column},
                }
            }
        ],
    }
