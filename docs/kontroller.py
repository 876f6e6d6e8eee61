"""docs/kontroller.md: every code that a finding may have, with why, an example and what to do.

What is said is the program's own words. The examples are the seeded faults of ``tests/checks/corpus`` and
``tests/bad_input``, so that they are found, and found where they say.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from newsletter import source
from newsletter.checks import (
    LinkedPage,
    Markup,
    PageAnswer,
    PageState,
    Waivers,
    checks,
    codes,
    findings,
    settle,
)
from newsletter.letter import Content, InlineImage
from newsletter.letter.pictures import PICTURE_CODES, Trouble, trouble_finding
from newsletter.letter.templates import TEMPLATE_CODES, WHY_TEMPLATES
from newsletter.locale import _, install
from newsletter.model.base import Waiver
from newsletter.model.diagnostics import Acceptance, Diagnostic, Finding, Places, Severity
from newsletter.operations.examining import client_support, review
from newsletter.source import issues_before, read
from newsletter.source.diagnostics.file_words import WHY_FILES
from newsletter.source.diagnostics.words import WORDS

ROOT = Path(__file__).parent.parent
CORPUS, BAD_INPUT = ROOT / "tests" / "checks" / "corpus", ROOT / "tests" / "bad_input"
FILES = {"issue": "issues/2026-q3.yaml", "recipients": "recipients.yaml", "settings": "newsletter.yaml"}
HEAD = """\
# Kontroller

Den här sidan är gjord av programmet självt (`make generate`). Den berättar om varje kod som `newsletter check` visar inom
hakparentes: varför den sägs, ett exempel och vad du gör.

Ett **fel** stoppar ett utskick. En **varning** gör det inte, men läs den som en kollegas anmärkning. En varning som du har
tittat på och som är rätt som den är kan du godta i samma fil, med ett skäl:

```yaml
accept:
  - code: unexplained-abbreviation
    about: TRF                        # ord ur meddelandet, om bara en av flera ska godtas
    reason: Alla som får rapporten vet vad TRF är.
```

Det som står i mallarna godtas i `newsletter.yaml`. En godtagen anmärkning visas för sig, med sitt skäl, och en rad under
`accept` som inte längre behövs sägs till om. Det som hindrar att brevet kommer fram eller bryter mot lagen går inte att godta.

"""


@dataclass(frozen=True)
class Example:
    message: str
    hint: str
    place: str = ""
    line: str = ""


def page() -> str:
    """The whole of it, in Swedish, whoever runs it."""
    os.environ.pop("NEWSLETTER_LANG", None)
    install()
    return HEAD + "\n".join(_parts())


def _parts() -> Iterator[str]:
    examples: dict[str, Example] = {}
    for name, example in _examples():
        examples.setdefault(name, example)
    chapters = {_(sys.modules[module].SUBJECT): list(group) for module, group in groupby(checks(), lambda check: check.module)}
    for title, group in sorted(chapters.items()):
        yield f"## {title}\n"
        for check in group:
            yield _entry(check.code.name, examples.get(check.code.name) or _of_corpus(check.code.name))
    yield "## Bildfiler\n"
    for code in PICTURE_CODES:
        yield _entry(code.name, examples[code.name])
    yield "## Att läsa filerna\n"
    yield f"{_(WHY_FILES)}\n"
    for name in sorted({code.name for code in source.CODES}):
        yield _entry(name, _of_source(name), say_why=codes()[name].reason != WHY_FILES)
    yield "## Egna mallar\n"
    yield f"{_(WHY_TEMPLATES)} Alla är fel, och sägs på mallens rad.\n"
    yield "\n".join(f"- `{code.name}`" for code in TEMPLATE_CODES.values()) + "\n"


def _entry(name: str, example: Example, *, say_why: bool = True) -> str:
    code = codes()[name]
    severity = "Fel" if code.severity is Severity.ERROR else "Varning"
    if code.acceptance is Acceptance.AGAINST_THE_LAW:
        severity += " · går inte att godta"
    lines = [f"### {name}", "", f"**{severity}.**" + (f" {_(code.reason)}" if say_why else ""), ""]
    if example.line:
        lines += ["```yaml", example.line.strip(), "```", ""]
    lines += [f"> {example.message}", ""]
    if example.hint:
        lines += [f"Gör så här: {example.hint}", ""]
    return "\n".join(lines)


def _of_corpus(name: str) -> Example:
    cases = [path for path in sorted((CORPUS / name).glob("fault*.yaml")) if ".before." not in path.name]
    if not cases:
        sys.exit(f"{name} has no example: tests/checks/corpus/{name} needs a fault.issue.yaml or the like")
    case = cases[0]
    found = next(one for one in _reviewed(case) if one.code == name)
    line = case.read_text(encoding="utf-8").split("\n")[found.line - 1]
    return Example(found.message, found.hint, f"{found.file}:{found.line}:{found.column}", _shortened(line))


def _shortened(line: str) -> str:
    return line if len(line) <= 110 else f"{line[:109]}…"


def _reviewed(case: Path) -> tuple[Diagnostic, ...]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "issues").mkdir()
        before = case.with_name(f"{case.name.split('.')[0]}.before.yaml")
        shutil.copy(CORPUS / "long-subject" / "fine.issue.yaml", folder / FILES["issue"])
        shutil.copy(before if before.exists() else ROOT / "issues" / "2026-q2.yaml", folder / "issues" / "2026-q2.yaml")
        for name in ("recipients.yaml", "newsletter.yaml"):
            shutil.copy(ROOT / name, folder / name)
        shutil.copy(case, folder / FILES[case.name.split(".")[1]])
        reading = read(folder, ["2026-q3"])
        assert reading.settings
        others = issues_before(folder, "2026-q3") if before.exists() else ()
        return review(reading.issue("2026-q3"), reading.settings, reading.recipients, None, others)


def _examples() -> Iterator[tuple[str, Example]]:
    """Of the codes that are not about a file of the corpus."""
    for subject in _samples():
        for finding in findings(subject):
            yield finding.code, _told(finding)
    for one in settle((), [Waivers("issues/2026-q3.yaml", Places(), _WAIVERS)], frozenset()).diagnostics:
        yield one.code, Example(one.message, one.hint)
    for trouble in Trouble:
        yield str(trouble), _told(trouble_finding(("image", "src"), "images/foto.jpg", trouble))
    message = _("The image {src} is only {width} pixels wide.").format(src="images/foto.jpg", width=300)
    yield (
        "image-too-small",
        Example(message, _("It will look small or coarse. Use a picture that is at least 1100 pixels wide.")),
    )
    message = _("The logo {src} can hardly be seen on the head's colour {colour}.").format(src="logotyp.png", colour="#B3170E")
    yield "logo-hardly-seen", Example(message, _("Use a white logo, or one with a ground of its own."))


def _samples() -> Iterator[object]:
    """Letters, their HTML and pages that something is found in."""
    yield from (_content("x" * 90_000), _content("x" * 110_000), _content("", b"x" * 700_000))
    yield Markup('<p style="color:#888888">Läs mer</p>', client_support(), has_own_templates=True)
    yield Markup('<div style="position:absolute"></div><video></video>', client_support(), has_own_templates=False)
    for state, detail in _DETAILS.items():
        yield LinkedPage((), "https://regiongruppen.example/sida", PageAnswer(state, detail))


_DETAILS = {
    PageState.GONE: "404",
    PageState.SILENT: "timeout",
    PageState.MOVED: "https://regiongruppen.example/ny",
    PageState.NOT_SHOWN: "403",
    PageState.NOT_PUBLIC: "",
}
_WAIVERS = tuple(Waiver(code=code, reason="…") for code in ("shuoting", "personal-number", "shouting"))


def _content(html: str, picture: bytes = b"") -> Content:
    images = (InlineImage("x@newsletter", "x.jpg", "image/jpeg", picture),) if picture else ()
    return Content("", "", "", (html,), (), images, "")


def _told(finding: Finding) -> Example:
    return Example(finding.message, finding.hint)


def _of_source(code: str) -> Example:
    words = next(words for name, words in WORDS.items() if name.partition("/")[0] == code)
    hint = "" if words.hint.startswith("{") else _(words.hint) if words.hint else ""
    return Example(_plain(_(words.message)), _plain(hint), line=_bad_lines().get(code, ""))


def _plain(text: str) -> str:
    return re.sub(r"\{\w+\}", "…", text)


@cache
def _bad_lines() -> dict[str, str]:
    """The line of the first bad file that each code is found in."""
    found: dict[str, str] = {}
    for expected in sorted(BAD_INPUT.glob("*.expected")):
        lines = expected.with_suffix(".yaml").read_bytes().decode("utf-8", "replace").split("\n")
        for told_of in expected.read_text(encoding="utf-8").split("\n"):
            place, _severity, code = told_of.split(" ") if told_of else ("", "", "")
            number = place.partition(":")[0]
            if number.isdigit() and int(number) <= len(lines) and lines[int(number) - 1].isprintable():
                found.setdefault(code, _shortened(lines[int(number) - 1]))
    return found
