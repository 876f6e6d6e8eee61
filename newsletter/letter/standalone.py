"""A letter as one file that a browser shows by itself."""

import base64
from collections.abc import Iterable

from newsletter.letter.content import InlineImage, Letter


def standalone_html(letter: Letter) -> str:
    """The HTML edition with its pictures inside; empty for a letter that is plain text alone."""
    return with_pictures(letter.html or "", letter.images)


def with_pictures(html: str, images: Iterable[InlineImage]) -> str:
    """``html`` with those of its pictures that are embedded by Content-ID inside it."""
    for image in images:
        data = base64.b64encode(image.data).decode("ascii")
        html = html.replace(f'"cid:{image.cid}"', f'"data:{image.media_type};base64,{data}"')
    return html
