"""A letter as one file that a browser shows by itself."""

import base64

from newsletter.letter.content import Letter


def standalone_html(letter: Letter) -> str:
    """The HTML edition with its pictures inside; empty for a letter that is plain text alone."""
    html = letter.html or ""
    for image in letter.images:
        data = base64.b64encode(image.data).decode("ascii")
        html = html.replace(f'"cid:{image.cid}"', f'"data:{image.media_type};base64,{data}"')
    return html
