"""docs/kontroller.md: every code that a finding may have, with why, an example and what to do.

What is said is the program's own words. The examples are the seeded faults of ``tests/checks/corpus`` and
``tests/bad_input``, so that they are found, and found where they say.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newsletter.checks import codes, review, tables, why
from newsletter.checks.rules import clients, legible, size
from newsletter.checks.rules import pictures as picture_rules
from newsletter.checks.waivers import REQUIRED_BY_LAW, Waivers, settled
from newsletter.letter import Content, InlineImage
from newsletter.letter.pictures import Trouble, trouble_finding
from newsletter.locale import _, install
from newsletter.model.base import Waiver
from newsletter.model.diagnostics import Diagnostic, Finding, Places
from newsletter.source import issues_before, read
from newsletter.source.diagnostics.words import WORDS
from newsletter.web.link_check import PageAnswer, PageState, fault_of

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
SUBJECTS = {
    "inbox": "Inkorgen: ämnesrad och förhandstext",
    "dates": "Datum",
    "appointments": "Kalendern",
    "weekdays": "Veckodagar",
    "links": "Länkarnas ord",
    "targets": "Vart länkarna leder",
    "wording": "Text som blev kvar eller inte blir som den ser ut",
    "leftovers": "Anteckningar och slarv",
    "language": "Läsbarhet",
    "pictures": "Bilder",
    "people": "Människor",
    "matters": "Beslut och förslag",
    "structure": "Hur numret är uppbyggt",
    "names": "Namn på personer, orter och nämnder",
    "promises": "Löften, fokusfrågor och tidigare nummer",
    "size": "Hur tungt brevet är",
    "settings": "Inställningarna",
    "recipients": "Mottagarna",
}


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
    for subject, title in SUBJECTS.items():
        yield f"## {title}\n"
        for code in _codes_of(subject):
            yield _entry(code, _example(code))
    for title, found in (
        ("Bildfiler", _of_image_files()),
        ("Att följa länkarna (`--links`)", _of_links()),
        ("E-postprogrammen", _of_clients()),
        ("Det som är godtaget", _of_waivers()),
    ):
        yield f"## {title}\n"
        for code, example in found:
            yield _entry(code, example)
    yield "## Att läsa filerna\n"
    yield f"{why('unknown-key')}\n"
    for code in sorted(codes.source_codes()):
        yield _entry(code, _of_source(code), say_why=code in codes.REASONS)
    yield "## Egna mallar\n"
    yield f"{why('not-mjml')} Alla är fel, och sägs på mallens rad.\n"
    yield "\n".join(f"- `{code}`" for code in codes.TEMPLATE_CODES) + "\n"


def _codes_of(subject: str) -> Iterator[str]:
    every = (tables.ISSUE_RULES, tables.CONTEXT_RULES, tables.LETTER_RULES, tables.SETTINGS_RULES, tables.RECIPIENTS_RULES)
    for rule in (rule for table in every for rule in table):
        if rule.__module__.rpartition(".")[2] == subject:
            yield rule.__name__.replace("_", "-")


def _entry(code: str, example: Example | None, *, say_why: bool = True) -> str:
    severity = "Fel" if codes.is_error(code) else "Varning"
    if code in REQUIRED_BY_LAW:
        severity += " · går inte att godta"
    lines = [f"### {code}", "", f"**{severity}.**" + (f" {why(code)}" if say_why else ""), ""]
    if example:
        if example.line:
            lines += ["```yaml", example.line.strip(), "```", ""]
        lines += [f"> {example.message}", ""]
        if example.hint:
            lines += [f"Gör så här: {example.hint}", ""]
    return "\n".join(lines)


def _example(code: str) -> Example | None:
    if code == "html-size":
        return _told(next(size.html_size(_content("x" * 90_000))))
    if code == "heavy-pictures":
        return _told(next(picture_rules.heavy_pictures(_content("", b"x" * 700_000))))
    case = next(path for path in sorted((CORPUS / code).glob("fault*.yaml")) if ".before." not in path.name)
    found = next(one for one in _reviewed(case) if one.code == code)
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


def _content(html: str, picture: bytes = b"") -> Content:
    images = (InlineImage("x@newsletter", "x.jpg", "image/jpeg", picture),) if picture else ()
    return Content("", "", "", (html,), (), images, "")


def _told(finding: Finding) -> Example:
    return Example(finding.message, finding.hint)


def _of_image_files() -> Iterator[tuple[str, Example]]:
    for trouble in Trouble:
        yield str(trouble), _told(trouble_finding(("image", "src"), "images/foto.jpg", trouble))
    message = _("The image {src} is only {width} pixels wide.").format(src="images/foto.jpg", width=300)
    yield (
        "image-too-small",
        Example(message, _("It will look small or coarse. Use a picture that is at least 1100 pixels wide.")),
    )

    message = _("The logo {src} can hardly be seen on the head's colour {colour}.").format(src="logotyp.png", colour="#B3170E")
    yield "logo-hardly-seen", Example(message, _("Use a white logo, or one with a ground of its own."))


def _of_links() -> Iterator[tuple[str, Example]]:
    details = {
        PageState.GONE: "404",
        PageState.SILENT: "timeout",
        PageState.MOVED: "https://regiongruppen.example/ny",
        PageState.NOT_SHOWN: "403",
    }
    for outcome in PageState:
        if said := fault_of("https://regiongruppen.example/sida", PageAnswer(outcome, details.get(outcome, ""))):
            code, message, hint = said
            yield code, Example(message, hint)


def _of_clients() -> Iterator[tuple[str, Example]]:
    html = '<div style="position:absolute"></div><video></video>'
    for one in clients.unsupported(_content(html), ROOT):
        yield one.code, Example(one.message, one.hint)
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "templates").mkdir()
        for one in legible.illegible(_content('<p style="color:#888888">Läs mer</p>'), Path(scratch)):
            yield one.code, Example(one.message, one.hint)
            break


def _of_waivers() -> Iterator[tuple[str, Example]]:
    waivers = tuple(Waiver(code=code, reason="…") for code in ("shuoting", "personal-number", "shouting"))
    for one in settled((), [Waivers("issues/2026-q3.yaml", Places(), waivers)], frozenset()).diagnostics:
        yield one.code, Example(one.message, one.hint)


def _of_source(code: str) -> Example:
    words = next(words for name, words in WORDS.items() if name.partition("/")[0] == code)
    hint = "" if words.hint.startswith("{") else _(words.hint) if words.hint else ""
    return Example(_plain(_(words.message)), _plain(hint), line=_bad_lines().get(code, ""))


def _plain(text: str) -> str:
    import re

    return re.sub(r"\{\w+\}", "…", text)


@cache
def _bad_lines() -> dict[str, str]:
    """The line of the first bad file that each code is found in."""
    found: dict[str, str] = {}
    for expected in sorted(BAD_INPUT.glob("*.expected")):
        lines = expected.with_suffix(".yaml").read_bytes().decode("utf-8", "replace").split("\n")
        for told_of in expected.read_text(encoding="utf-8").split("\n"):
            place, _space, code = told_of.partition(" ")
            number = place.partition(":")[0]
            if number.isdigit() and int(number) <= len(lines) and lines[int(number) - 1].isprintable():
                found.setdefault(code, _shortened(lines[int(number) - 1]))
    return found
