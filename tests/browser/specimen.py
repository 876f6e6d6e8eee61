"""The specimen: an issue with every kind of section and every key filled in (tests/letter/full_issue.yaml)."""

import yaml

from newsletter.model.issue import Issue
from tests.conftest import ROOT


def specimen() -> Issue:
    text = (ROOT / "tests" / "letter" / "full_issue.yaml").read_text(encoding="utf-8")
    return Issue.model_validate(yaml.load(text, yaml.BaseLoader))
