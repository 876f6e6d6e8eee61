"""SpamAssassin, asked without network, finds nothing to hold against a letter.

Its MPART_ALT_DIFF is a machine's reading of whether the text edition says what the HTML edition says.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof

ISSUES = ["2026-q1", "2026-q2", "2026-q3", "2026-q4"]
# A message that no server has carried has no Received lines; and HTML is what a letter is.
EXPECTED = {"NO_RECEIVED", "NO_RELAYS", "HTML_MESSAGE"}
SCORE = re.compile(r"score=(-?[\d.]+)")
RULE = re.compile(r"^ *-?\d+\.\d+ ([A-Z][A-Z0-9_]+)", re.MULTILINE)


def letter(workspace: Path, issue: str) -> bytes:
    program = [sys.executable, "-c", "from newsletter.cli import main; main()", "-C", str(workspace)]
    send = [*program, "send", issue, "--via", "outbox:", "--yes", "--only", "arvika"]
    done = subprocess.run(send, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return (workspace / "outbox" / issue / "arvika-1.eml").read_bytes()


@pytest.mark.parametrize("issue", ISSUES)
def test_a_letter_is_nobody_s_idea_of_spam(issue: str, workspace: Path) -> None:
    program = shutil.which("spamassassin")
    assert program, "SpamAssassin is needed: apt-get install spamassassin"

    done = subprocess.run(
        [program, "--local", "--test-mode", "--nocreate-prefs"],
        input=letter(workspace, issue),
        capture_output=True,
        check=True,
    )
    report = done.stdout.decode("utf-8", errors="replace")
    found = SCORE.search(report)

    assert found, report[:2000]
    assert set(RULE.findall(report)) - EXPECTED == set()
    assert float(found[1]) <= 0.1
