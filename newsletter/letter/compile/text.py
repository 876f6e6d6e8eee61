"""The text edition (domain.md 5.4): its own templates from the same issue, never HTML made into text.

A template writes each paragraph and each list item as one line; lines are broken afterwards, under their own marker. Lines
that hold a slot stay whole until the slot is filled.
"""

from collections.abc import Mapping
from pathlib import Path

from newsletter.letter import markdown, plain_lines
from newsletter.letter.content import OPEN, OPEN_SLOTS, SlotParagraph, TextPart, pieces
from newsletter.letter.swedish.fact_lines import credit_line
from newsletter.letter.swedish.phrases import section_title
from newsletter.letter.swedish.typography import typeset
from newsletter.letter.templates import issue_lines
from newsletter.letter.templates.environment import environment_for
from newsletter.model.issue import Issue
from newsletter.model.sections import Image, Picture
from newsletter.model.settings import Settings, plan_for

TEMPLATE = "issue.txt.j2"
_INDENT = "  "


def compile_text(
    issue: Issue, settings: Settings, directory: Path, slots: Mapping[str, str] = OPEN_SLOTS, *, forwarded: bool = False
) -> tuple[TextPart, ...]:
    """The text edition, with its slots open or as given. Raises ``Invalid`` or Jinja's own errors for a fault in a template."""
    return text_to_parts(plain_lines.lay_out(_render(issue, settings, directory, slots, forwarded=forwarded)))


def _render(issue: Issue, settings: Settings, directory: Path, slots: Mapping[str, str], *, forwarded: bool) -> str:
    return (
        environment_for(directory)
        .get_template(TEMPLATE)
        .render(
            issue=issue,
            settings=settings,
            plan=plan_for(settings, issue.year),
            slots=slots,
            forwarded=forwarded,
            link_line=markdown.link_line,
            verbatim=plain_lines.verbatim,
            underlined=plain_lines.underline,
            issue_lines=issue_lines,
            titles=[title for section in issue.sections if (title := section_title(section))],
            picture=picture,
            body=body,
        )
    )


def picture(image: Image | Picture) -> str:
    """``[Bild: …]``, what stands below it, and whose it is."""
    lines = [f"[Bild: {typeset(image.alt)}]"]
    lines += [typeset(image.caption)] if image.caption else []
    lines += [credit_line(image.credit)] if image.credit else []
    return "\n".join(lines)


def body(text: str, label: str = "") -> str:
    """Markdown inside a list item: after ``label`` when it begins with a paragraph, else below it."""
    if label:
        text = f"{label} {text}" if markdown.parse(text).children[0].type == "paragraph" else f"{label}\n\n{text}"
    return markdown.to_text(text, width=plain_lines.WIDTH - len(_INDENT)).replace("\n", f"\n{_INDENT}")


def text_to_parts(text: str) -> tuple[TextPart, ...]:
    """``text`` in parts: the text that all letters share, and each line that holds a slot."""
    parts: list[TextPart] = []
    same = ""
    for line in text.splitlines(keepends=True):
        if OPEN in line:
            if same:
                parts.append(same)
            parts.append(SlotParagraph(pieces(line.rstrip("\n"))))
            same = "\n"
        else:
            same += line
    return (*parts, same)
