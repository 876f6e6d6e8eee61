"""From an issue to its content, and from content to letters."""

from collections.abc import Callable, Collection, Hashable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from newsletter.letter.appearance import palette
from newsletter.letter.compile import issue_lines
from newsletter.letter.compile.html import faults_reported, html_of
from newsletter.letter.compile.issue_lines import open_greeting, preview_line, subject_line
from newsletter.letter.compile.text import text_parts
from newsletter.letter.content import Content, HtmlSlot, Letter, Slot, SlotParagraph
from newsletter.letter.filling import fill_html, fill_text
from newsletter.letter.greeting import fields_of, greeting
from newsletter.letter.pictures.images import Shown, shown_images, shown_logo
from newsletter.letter.record import sealed
from newsletter.letter.slots import OPEN_SLOTS, TO_ANYBODY, split_html
from newsletter.letter.standalone import with_pictures
from newsletter.letter.templates.environment import environment
from newsletter.model.choices import Format
from newsletter.model.issue import Issue
from newsletter.model.recipients import Addressee
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
        html = environment(directory).get_template(template).render(view | more)
    return with_pictures(html, (one.image for one in _shown(view)))


def _shown(view: Mapping[str, Any]) -> tuple[Shown, ...]:
    return (*view["images"].values(), *([view["logo"]] if view["logo"] else []))


def slot_values(content: Content, addressee: Addressee) -> dict[Slot, str]:
    return {
        Slot.GREETING: greeting(content.greeting, addressee),
        Slot.NAME: addressee.association_name,
        Slot.MUNICIPALITY: addressee.municipality,
    }


def likeness(content: Content) -> Callable[[Addressee], Hashable]:
    """Equal for addressees whose letters are equal, told without filling any: the form, and what goes into its slots.

    Where nothing is missing it is told from what the slots are made of, which takes a fraction of making it.
    """
    in_text = {
        piece for part in content.text if isinstance(part, SlotParagraph) for piece in part.pieces if isinstance(piece, Slot)
    }
    in_html = in_text | {part.slot for part in content.html if isinstance(part, HtmlSlot)}
    text, html = (_made_of(content, slots) for slots in (in_text, in_html))

    def of(addressee: Addressee) -> Hashable:
        is_text = addressee.format is Format.TEXT
        made_of = text(addressee) if is_text else html(addressee)
        if all(made_of):
            return is_text, made_of
        values = slot_values(content, addressee)
        return is_text, None, tuple(values[slot] for slot in Slot if slot in (in_text if is_text else in_html))

    return of


def _made_of(content: Content, slots: Collection[Slot]) -> Callable[[Addressee], tuple[object, ...]]:
    """What of an addressee goes into ``slots``, as a tuple."""
    fields = {"association_name": Slot.NAME in slots, "municipality": Slot.MUNICIPALITY in slots}
    fields |= {field: True for field in fields_of(content.greeting) if Slot.GREETING in slots}
    used = [field for field, is_used in fields.items() if is_used]
    if not used:
        return lambda _addressee: ()
    return attrgetter(used[0], *used)  # of a single name it would make no tuple


def fill(content: Content, addressee: Addressee) -> Letter:
    """The letter to one addressee: plain text alone for those who want that. Cannot fail."""
    values = slot_values(content, addressee)
    text = fill_text(content.text, values)
    match addressee.format:
        case Format.TEXT:
            return Letter(content.subject, None, text, ())
        case Format.HTML:
            return Letter(content.subject, fill_html(content.html, values), text, content.images)
