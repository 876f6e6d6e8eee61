"""Content as a record for the log, its digest, and its text for people to compare."""

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

from newsletter.letter.content import (
    Content,
    HtmlPart,
    HtmlSlot,
    InlineImage,
    Slot,
    SlotParagraph,
    TextPart,
)
from newsletter.letter.letters import fill_text

_SHOWN = {Slot.GREETING: "[hälsning]", Slot.NAME: "[namn]", Slot.MUNICIPALITY: "[kommun]"}


def content_to_record(content: Content) -> dict[str, Any]:
    """What ``json`` can write; ``content_from_record`` reads it back to an equal value."""
    return {
        "subject": content.subject,
        "preview": content.preview,
        "greeting": content.greeting,
        "html": [_html_part(part) for part in content.html],
        "text": [_text_part(part) for part in content.text],
        "images": [
            {
                "cid": image.cid,
                "filename": image.filename,
                "media_type": image.media_type,
                "data": base64.b64encode(image.data).decode("ascii"),
            }
            for image in content.images
        ],
        "digest": content.digest,
    }


def content_from_record(record: dict[str, Any]) -> Content:
    return Content(
        subject=record["subject"],
        preview=record["preview"],
        greeting=record["greeting"],
        html=tuple(part if isinstance(part, str) else HtmlSlot(Slot(part["slot"]), part["quoted"]) for part in record["html"]),
        text=tuple(
            part if isinstance(part, str) else SlotParagraph(tuple(_piece(piece) for piece in part["paragraph"]))
            for part in record["text"]
        ),
        images=tuple(
            InlineImage(image["cid"], image["filename"], image["media_type"], base64.b64decode(image["data"]))
            for image in record["images"]
        ),
        digest=record["digest"],
    )


def add_digest(content: Content) -> Content:
    """The same content with the digest of all the rest of it."""
    record = content_to_record(content) | {"digest": ""}
    canonical = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return replace(content, digest=hashlib.sha256(canonical.encode("utf-8")).hexdigest())


def comparable_text(content: Content) -> str:
    """Subject, preview and text edition with slots shown as ``[namn]``: what a difference is shown in."""
    text = fill_text(content.text, _SHOWN)
    images = "".join(f"[{image.filename}: {hashlib.sha256(image.data).hexdigest()[:12]}]\n" for image in content.images)
    return f"{content.subject}\n{content.preview}\n{content.greeting}\n\n{text}{images}"


def _html_part(part: HtmlPart) -> Any:
    return part if isinstance(part, str) else {"slot": str(part.slot), "quoted": part.quoted}


def _text_part(part: TextPart) -> Any:
    return part if isinstance(part, str) else {"paragraph": [_text_piece(piece) for piece in part.pieces]}


def _text_piece(piece: str | Slot) -> Any:
    return {"slot": str(piece)} if isinstance(piece, Slot) else piece


def _piece(piece: Any) -> str | Slot:
    return piece if isinstance(piece, str) else Slot(piece["slot"])
