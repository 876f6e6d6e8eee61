"""From an issue to its content, to a copy that may be passed on, and to a page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsletter.letter.appearance import palette
from newsletter.letter.compile.html import compile_html
from newsletter.letter.compile.text import compile_text
from newsletter.letter.content import OPEN_SLOTS, Content, Letter, html_to_parts
from newsletter.letter.letters import VALUES_OF_A_COPY, fill_text, with_pictures
from newsletter.letter.pictures.images import EmbeddedImage, embed_images, embed_logo
from newsletter.letter.record import add_digest
from newsletter.letter.templates import issue_lines
from newsletter.letter.templates.environment import environment_for
from newsletter.letter.templates.faults import report_faults
from newsletter.letter.templates.issue_lines import open_greeting, preview_line, subject_line
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings, plan_for


def compile_content(issue: Issue, settings: Settings, directory: Path) -> Content:
    """The issue's content, a function of its four inputs: issue, settings, and the workspace's templates and images.

    Raises ``Invalid`` for faults in templates, each with file and line. A picture that cannot be shown leaves its alt text;
    ``image_findings`` says why.
    """
    view = template_view(issue, settings, directory)
    with report_faults(directory):
        text = compile_text(issue, settings, directory)
    return add_digest(
        Content(
            subject=view["subject"],
            preview=view["preview"],
            greeting=open_greeting(issue),
            html=html_to_parts(compile_html(view, directory)),
            text=text,
            images=tuple(dict.fromkeys(one.image for one in _pictures_in(view))),
            digest="",
        )
    )


def template_view(
    issue: Issue, settings: Settings, directory: Path, slots: Mapping[str, str] = OPEN_SLOTS, *, forwarded: bool = False
) -> dict[str, Any]:
    """What the MJML templates see. ``slots`` are markers; real values there give the letter that filling must equal.
    ``forwarded`` makes a copy to pass on.
    """
    return {
        "issue": issue,
        "settings": settings,
        "plan": plan_for(settings, issue.year),
        "palette": palette(settings.appearance),
        "images": embed_images(issue, directory),
        "logo": embed_logo(settings, directory),
        "slots": slots,
        "forwarded": forwarded,
        "subject": subject_line(issue),
        "preview": preview_line(issue),
        "issue_lines": issue_lines,
    }


def compile_forwarded(issue: Issue, settings: Settings, directory: Path) -> Letter:
    """The letter as a copy to pass on: it greets no addressee by name, and has no way to opt out.

    Raises ``Invalid`` for faults in templates.
    """
    view = template_view(issue, settings, directory, slots=VALUES_OF_A_COPY, forwarded=True)
    with report_faults(directory):
        text = compile_text(issue, settings, directory, slots=VALUES_OF_A_COPY, forwarded=True)
    pictures = tuple(dict.fromkeys(one.image for one in _pictures_in(view)))
    return Letter(view["subject"], compile_html(view, directory), fill_text(text, {}), pictures)


def page_html(template: str, issue: Issue, settings: Settings, directory: Path, **more: Any) -> str:
    """A page of the issue by a template that writes plain HTML, its pictures inside. Raises ``Invalid`` for its faults."""
    view = template_view(issue, settings, directory, slots=VALUES_OF_A_COPY, forwarded=True)
    with report_faults(directory):
        html = environment_for(directory).get_template(template).render(view | more)
    return with_pictures(html, (one.image for one in _pictures_in(view)))


def _pictures_in(view: Mapping[str, Any]) -> tuple[EmbeddedImage, ...]:
    return (*view["images"].values(), *([view["logo"]] if view["logo"] else []))
