"""The pages that show a rehearsal in the browser, from files alone: a list of the letters and one view of each distinct letter.

The list has no script; letters are shown in a frame that lets none run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from itertools import count

from newsletter.delivery.outgoing.batch import Batch, Envelope
from newsletter.letter import InlineImage, Letter
from newsletter.locale import _, language, ngettext
from newsletter.model.swedish import swedish_order

VIEWS = "visa"


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One line of the list. ``html`` and ``text`` are the paths of the letter's views."""

    file: str
    association: str
    address: str
    sender: str
    subject: str
    html: str | None
    text: str


def row_of(file: str, batch: Batch, envelope: Envelope, names: Mapping[str, str]) -> LetterRow:
    """``names`` are the associations' by their ids; one without a name has its id."""
    name = _digest(batch.letter)
    return LetterRow(
        file=file,
        association=names.get(envelope.association_id, envelope.association_id),
        address=envelope.to.wire,
        sender=f"{batch.sender.name} <{batch.sender.address.wire}>",
        subject=batch.letter.subject,
        html=f"{VIEWS}/{name}.html" if batch.letter.html is not None else None,
        text=f"{VIEWS}/{name}-text.html",
    )


def views(letter: Letter) -> dict[str, bytes]:
    """Files by their path; equal letters have equal paths."""
    name = _digest(letter)
    files = {f"{VIEWS}/{name}-text.html": _text_view(letter).encode()}
    if letter.html is not None:
        files |= {f"{VIEWS}/{_image_name(image)}": image.data for image in letter.images}
        files[f"{VIEWS}/{name}.html"] = _html_view(letter.html, letter.images).encode()
    return files


def _digest(letter: Letter) -> str:
    parts = (
        letter.subject,
        letter.html or "",
        letter.text,
        *(image.cid + sha256(image.data).hexdigest() for image in letter.images),
    )
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def _image_name(image: InlineImage) -> str:
    suffix = re.search(r"\.[a-z0-9]{1,5}\Z", image.filename.lower())
    return sha256(image.data).hexdigest()[:16] + (suffix.group() if suffix else "")


def _html_view(html: str, images: tuple[InlineImage, ...]) -> str:
    """The letter as it is, with images as files, and links that open beside the list instead of in its frame."""
    for image in sorted(images, key=lambda image: len(image.cid), reverse=True):
        html = html.replace(f"cid:{image.cid}", _image_name(image))
    return re.sub(
        r"<head(?:\s[^>]*)?>", lambda head: f'{head.group()}<base target="_blank">', html, count=1, flags=re.IGNORECASE
    )


def _text_view(letter: Letter) -> str:
    return _PAGE.format(
        language=language(), title=escape(letter.subject), style=_TEXT_STYLE, body=f"<pre>{escape(letter.text)}</pre>"
    )


def index(issue: str, letters: tuple[LetterRow, ...], remark: str) -> str:
    """The list beside the letter that was chosen in it, below the ``remark``, if there is one."""
    ordered = sorted(letters, key=lambda letter: (swedish_order(letter.association), letter.file))
    first = next((letter.html for letter in ordered if letter.html), ordered[0].text)
    numbers = count(1)
    rows = "\n".join(_row(letter, next(numbers)) for letter in ordered)
    said = f"{_('A rehearsal: nothing has been sent.')} {remark}".rstrip()
    amount = ngettext("{count} letter", "{count} letters", len(ordered)).format(count=len(ordered))
    body = f"""
<input type="radio" name="width" id="wide" checked><input type="radio" name="width" id="narrow">
<header>
  <h1>{escape(ordered[0].subject)}</h1>
  <p>{escape(issue)} · {escape(ordered[0].sender)} · {escape(amount)} · {escape(said)}</p>
  <p class="widths"><label for="wide">{escape(_("Computer"))}</label> <label for="narrow">{escape(_("Telephone"))}</label></p>
</header>
<nav aria-label="{escape(_("Letters"))}"><ol>
{rows}
</ol></nav>
<main><iframe name="letter" src="{escape(first)}" title="{escape(_("The chosen letter"))}"
  sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe></main>
"""
    return _PAGE.format(language=language(), title=escape(f"{issue}: {ordered[0].subject}"), style=_INDEX_STYLE, body=body)


def _row(letter: LetterRow, number: int) -> str:
    links = [(letter.text, _("Text"), True), (letter.file, ".eml", False)]
    if letter.html is not None:
        links.insert(0, (letter.html, "HTML", True))
    anchors = " ".join(
        f'<a href="{escape(path)}"{" target=letter" if framed else ""}>{escape(words)}</a>' for path, words, framed in links
    )
    return (
        f'<li><a class="who" href="{escape(letter.html or letter.text)}" target="letter"><b>{escape(letter.association)}</b>'
        f'<span class="number">{number}</span><br>{escape(letter.address)}</a><span class="ways">{anchors}</span></li>'
    )


_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>{body}</body>
</html>
"""

_TEXT_STYLE = """
:root { color-scheme: light dark; }
body { margin: 1.5rem; }
pre { font: 0.95rem/1.5 ui-monospace, Consolas, Menlo, monospace; white-space: pre-wrap; max-width: 76ch; }
"""

_INDEX_STYLE = """
:root { color-scheme: light dark;
  --page: #f5f2ef; --card: #fff; --ink: #1f1a1a; --muted: #5c5353; --line: #ddd5d0; --link: #b3170e; }
@media (prefers-color-scheme: dark) {
  :root { --page: #171314; --card: #241e1f; --ink: #f4efed; --muted: #c0b5b2; --line: #4a4142; --link: #ff9a8f; }
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: grid; grid-template: auto 1fr / minmax(16rem, 22rem) 1fr; background: var(--page); color: var(--ink);
  font: 16px/1.45 Arial, Helvetica, sans-serif; }
input[name=width] { position: absolute; opacity: 0; }
header { grid-column: 1 / -1; padding: 0.9rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.2rem; }
header p { margin: 0.2rem 0 0; color: var(--muted); font-size: 0.9rem; }
.widths label { display: inline-block; padding: 0.25rem 0.7rem; border: 1px solid var(--line); border-radius: 4px;
  cursor: pointer; }
#wide:checked ~ header [for=wide], #narrow:checked ~ header [for=narrow] { border-color: var(--link); color: var(--link); }
#wide:focus-visible ~ header [for=wide], #narrow:focus-visible ~ header [for=narrow] { outline: 3px solid var(--link); }
nav { overflow: auto; border-right: 1px solid var(--line); }
ol { list-style: none; margin: 0; padding: 0; }
li { border-bottom: 1px solid var(--line); padding: 0.55rem 1.25rem; }
a { color: var(--link); }
.who { display: block; color: inherit; text-decoration: none; overflow-wrap: anywhere; font-size: 0.9rem; }
.who b { font-size: 1rem; }
.who:hover b { text-decoration: underline; }
.number { float: right; color: var(--muted); }
.ways { display: block; font-size: 0.9rem; margin-top: 0.2rem; }
.ways a { margin-right: 0.8rem; }
main { overflow: auto; text-align: center; min-height: 0; }
iframe { width: 100%; height: 100%; border: 0; background: #fff; display: block; margin: 0 auto; }
#narrow:checked ~ main iframe { width: 375px; border: solid var(--line); border-width: 0 1px; }
@media (max-width: 700px) {
  body { grid-template: auto auto 70vh / 1fr; height: auto; }
  nav { border-right: 0; max-height: 40vh; }
}
"""
