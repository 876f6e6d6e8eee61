"""From an issue to its content, to a copy that anybody may have, and to a page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsletter.letter.appearance import palette
from newsletter.letter.compile.html import html_of
from newsletter.letter.compile.text import text_parts
from newsletter.letter.content import OPEN_SLOTS, Content, Letter, split_html
from newsletter.letter.letters import TO_ANYBODY, fill_text, with_pictures
from newsletter.letter.pictures.images import Shown, shown_images, shown_logo
from newsletter.letter.record import sealed
from newsletter.letter.templates import issue_lines
from newsletter.letter.templates.environment import environment_for
from newsletter.letter.templates.faults import faults_reported
from newsletter.letter.templates.issue_lines import open_greeting, preview_line, subject_line
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings, plan_for


def compile_content(issue: Issue, settings: Settings, directory: Path) -> Content:
    """The issue's content, a function of its four inputs: issue, settings, and the workspace's templates and images.

    Raises ``Invalid`` for faults in templates, each with file and line. A picture that cannot be shown leaves its alt text;
    ``image_findings`` says why.
    """
    view = template_view(issue, settings, directory)
    with faults_reported(directory):
        text = text_parts(issue, settings, directory)
    return sealed(
        Content(
            subject=view["subject"],
            preview=view["preview"],
            greeting=open_greeting(issue),
            html=split_html(html_of(view, directory)),
            text=text,
            images=tuple(dict.fromkeys(one.image for one in _shown(view))),
            digest="",
        )
    )


def template_view(
    issue: Issue, settings: Settings, directory: Path, slots: Mapping[str, str] = OPEN_SLOTS, *, forwarded: bool = False
) -> dict[str, Any]:
    """What the MJML templates see. ``slots`` are markers; real values there give what filling must equal. ``forwarded``: the
    copy is for whoever gets hold of it.
    """
    return {
        "issue": issue,
        "settings": settings,
        "plan": plan_for(settings, issue.year),
        "palette": palette(settings.appearance),
        "images": shown_images(issue, directory),
        "logo": shown_logo(settings, directory),
        "slots": slots,
        "forwarded": forwarded,
        "subject": subject_line(issue),
        "preview": preview_line(issue),
        "issue_lines": issue_lines,
    }


def compile_forwarded(issue: Issue, settings: Settings, directory: Path) -> Letter:
    """The letter as a copy for whoever gets hold of it: it greets nobody by name, and nobody can opt out through it.

    Raises ``Invalid`` for faults in templates.
    """
    view = template_view(issue, settings, directory, slots=TO_ANYBODY, forwarded=True)
    with faults_reported(directory):
        text = text_parts(issue, settings, directory, slots=TO_ANYBODY, forwarded=True)
    pictures = tuple(dict.fromkeys(one.image for one in _shown(view)))
    return Letter(view["subject"], html_of(view, directory), fill_text(text, {}), pictures)


def page_html(template: str, issue: Issue, settings: Settings, directory: Path, **more: Any) -> str:
    """A page of the issue by a template that writes plain HTML, its pictures inside. Raises ``Invalid`` for its faults."""
    view = template_view(issue, settings, directory, slots=TO_ANYBODY, forwarded=True)
    with faults_reported(directory):
        html = environment_for(directory).get_template(template).render(view | more)
    return with_pictures(html, (one.image for one in _shown(view)))


def _shown(view: Mapping[str, Any]) -> tuple[Shown, ...]:
    return (*view["images"].values(), *([view["logo"]] if view["logo"] else []))
