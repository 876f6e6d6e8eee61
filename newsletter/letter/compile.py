"""From an issue to its content, and from content to letters."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from newsletter.letter.appearance import palette
from newsletter.letter.content import Content, Letter, Slot
from newsletter.letter.environment import environment
from newsletter.letter.greeting import DEFAULT_GREETING, greeting
from newsletter.letter.images import shown_images, shown_logo
from newsletter.letter.markdown import to_text
from newsletter.letter.nodes import read_nodes
from newsletter.letter.normalise import normalise
from newsletter.letter.phrases import subject_line
from newsletter.letter.pipeline import to_html
from newsletter.letter.record import sealed
from newsletter.letter.slots import fill_html, fill_text, marker, split_html
from newsletter.model.choices import Format
from newsletter.model.issue import Issue
from newsletter.model.recipients import Addressee
from newsletter.model.settings import Settings, plan_for


def compile_content(issue: Issue, settings: Settings, directory: Path) -> Content:
    images = shown_images(issue, directory)
    logo = shown_logo(settings, directory)
    view = {
        "issue": issue,
        "settings": settings,
        "plan": plan_for(settings, issue.year),
        "palette": palette(settings.appearance),
        "images": images,
        "logo": logo,
        "slots": {str(slot): marker(slot) for slot in Slot},
        "subject": subject_line(issue),
        "preview": issue.preview or "",
        "reply_to": (settings.sender.reply_to or settings.sender.email).wire,
    }
    made = environment(directory)
    mjml = made.get_template("base.mjml.j2").render(view)
    css = made.get_template("inline.css.j2").render(view)
    html = to_html(normalise(mjml), css)
    return sealed(
        Content(
            subject=subject_line(issue),
            preview=issue.preview or "",
            greeting=issue.greeting or DEFAULT_GREETING,
            html=split_html(html),
            text=(to_text(issue.lead),),
            images=tuple({s.image.cid: s.image for s in [*images.values(), *([logo] if logo else [])]}.values()),
            digest="",
        )
    )


def fill(content: Content, addressee: Addressee) -> Letter:
    values = {
        Slot.GREETING: greeting(content.greeting, addressee),
        Slot.NAME: addressee.association_name,
        Slot.MUNICIPALITY: addressee.municipality,
    }
    text_only = addressee.format is Format.TEXT
    return Letter(
        subject=content.subject,
        html=None if text_only else fill_html(content.html, values),
        text=fill_text(content.text, values),
        images=() if text_only else content.images,
    )
