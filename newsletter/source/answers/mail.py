"""A filled-in form as a file: plain text, or a mail as a mail program saves it."""

import quopri
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from bs4.exceptions import ParserRejectedMarkup

from newsletter.disk import Bounds, NotOfItsKind, read_foreign
from newsletter.model.contribution import Contribution
from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.model.plan_year import PlanYear
from newsletter.source.answers.blocks import Line
from newsletter.source.answers.decoding import decode_text
from newsletter.source.answers.form import read_form
from newsletter.source.answers.html_lines import html_text
from newsletter.source.diagnostics.words import diagnostic
from newsletter.source.judging import Judged, judge_arranged
from newsletter.source.rules.contribution import complete, use_ids
from newsletter.source.text import why_unread

_DEEPEST = 50
_MAIL = Bounds(
    20_000_000,
    seconds=4,
    deepest=_DEEPEST,
    broken=(MessageError, ValueError, LookupError, AttributeError, TypeError, ParserRejectedMarkup),
)
"""A mail may carry attachments. The email package raises all of these for hostile headers and parts (CPython issues 102498,
105802 and others), and the reader of HTML the last, for ``<![foo[``.
"""


def judge_form(path: Path, file: str, plan: PlanYear | None) -> Judged[Contribution]:
    """The contribution in the file at ``path``, called ``file`` in its diagnostics. Boards and focus issues may be written
    with the words that the plan has for them.
    """
    try:
        return read_foreign(path, _MAIL, lambda data: _judge_data(data, path.suffix == ".eml", file, plan))
    except NotOfItsKind:
        return Judged(None, None, (diagnostic(file, Place(), "mail-unreadable"),))
    except OSError as fault:
        return Judged(None, None, (why_unread(fault, path, file),))


def _judge_data(data: bytes, is_mail: bool, file: str, plan: PlanYear | None) -> Judged[Contribution]:  # noqa: FBT001
    by, address = None, None
    lines: list[Line] | None
    found: tuple[Diagnostic, ...] = ()
    if is_mail:
        message = message_from_bytes(_capped(data), policy=policy.default)
        lines, found = _mail_lines(message, data, file)
        by, address = _sender(message, plan)
    else:
        text = _line_feeds(decode_text(data, None))
        lines = list(enumerate(text.split("\n"), 1)) if _may_be_a_form(text) else None
        found = () if lines else (diagnostic(file, Place(), "too-big/answer"),)
    if lines is None:
        return Judged(None, None, found)
    arranged, faults = read_form(lines, file, by, address)
    if arranged is None:
        return Judged(None, None, (*found, *faults))

    def fill_in(tree: object) -> None:
        if plan:
            use_ids(tree, plan)
        complete(tree)

    return judge_arranged(arranged, Contribution, (*found, *faults), fill_in)


_LONGEST_HEADERS = 100_000
"""Bytes. Nothing of a mail's headers but From is read, and the parser takes quadratic time over long ones."""


def _capped(data: bytes) -> bytes:
    """The mail with headers of bearable length: one that is longer is cut, as RFC 5322 2.1.1 allows 998 signs a line."""
    end = min((at for at in (data.find(b"\r\n\r\n"), data.find(b"\n\n")) if at >= 0), default=len(data))
    lines = data[: min(end, _LONGEST_HEADERS)].split(b"\n")
    return b"\n".join(line[:998] for line in lines) + data[end:]


def _mail_lines(message: EmailMessage, data: bytes, file: str) -> tuple[list[Line] | None, tuple[Diagnostic, ...]]:
    passed_over: list[str] = []
    text = _text_of(message, passed_over, _DEEPEST)
    names = ", ".join(dict.fromkeys(passed_over))
    found = (diagnostic(file, Place(), "mail-with-attachments", names=names),) if names else ()
    if text is None or not text.strip():
        return None, (*found, diagnostic(file, Place(), "mail-without-text"))
    if not _may_be_a_form(text := _line_feeds(text)):
        return None, (*found, diagnostic(file, Place(), "too-big/answer"))
    return list(_number(text.split("\n"), data[:_MOST_NUMBERED])), found


_LONGEST_TEXT, _MOST_LINES = 300_000, 10_000
_MOST_NUMBERED, _MOST_SKIPPED = 2_000_000, 500
"""Bytes of a mail, and lines of it between two of its text, in which the text is looked for: attachments come after it."""


def _may_be_a_form(text: str) -> bool:
    """An issue may have 120,000 characters, and a mail may quote one twice."""
    return len(text) <= _LONGEST_TEXT and text.count("\n") < _MOST_LINES


def _text_of(part: EmailMessage, passed_over: list[str], depth: int) -> str | None:
    """The message: all inline text parts. Of alternatives the plain text, unless it is blank or a stub beside the HTML."""
    kind = part.get_content_type()
    is_another_mail = kind == "message/rfc822"
    if (
        depth == 0
        or is_another_mail
        or part.get_content_disposition() == "attachment"
        or (part.get_filename() and not part.is_multipart())
    ):
        passed_over.append(part.get_filename() or kind)
        return None
    if part.is_multipart():
        parts = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
        if kind == "multipart/alternative":
            return _best(parts, passed_over, depth - 1)
        texts = [found for one in parts if (found := _text_of(one, passed_over, depth - 1)) is not None]
        return "\n".join(texts) if texts else None
    if kind in ("text/plain", "text/html"):
        return _plain(part) if kind == "text/plain" else html_text(_content(part))
    passed_over.append(part.get_filename() or kind)
    return None


def _best(parts: list[EmailMessage], passed_over: list[str], depth: int) -> str | None:
    plain = [one for one in parts if one.get_content_type() == "text/plain"]
    rich = [one for one in parts if one not in plain]
    texts = [text for one in plain if (text := _text_of(one, passed_over, depth))]
    others = [text for one in rich if (text := _text_of(one, [], depth))]
    best, other = max(texts, key=len, default=""), max(others, key=len, default="")
    return other if len(other.split()) > _STUB * (len(best.split()) + 1) else best or other or None


_STUB = 3
"""So many times as many words as the plain text make it a stub."""


def _content(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    return decode_text(payload if isinstance(payload, bytes) else b"", part.get_content_charset())


def _plain(part: EmailMessage) -> str:
    text = _content(part)
    if str(part.get_param("format", "")).casefold() != "flowed" or str(part.get_param("delsp", "")).casefold() != "yes":
        return text
    return re.sub(r"(?<=\S) \r?\n(?!>|\s*$|-- )", "", text)  # RFC 3676 4.1: the blank before the break is not the author's


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _number(lines: list[str], data: bytes) -> Iterator[Line]:
    """Each line of the text with the number of the line in the file where it begins: quoted-printable breaks lines anew.

    A text that stands in the file in other signs (base64) is numbered by itself.
    """
    raw = [_readable(line) for line in data.splitlines()]
    beginning = next((number for number, line in enumerate(raw) if not line.strip()), 0)
    position = beginning
    for number, line in enumerate(lines, 1):
        wanted = line.strip()
        match = _next(raw, position, wanted) if wanted else None
        if match is not None:
            position = match + 1
        yield (match if match is not None else max(number, position) - 1) + 1, line


def _next(raw: list[str], position: int, wanted: str) -> int | None:
    """The first line from ``position`` on that ``wanted`` begins with."""
    return next(
        (
            number
            for number in range(position, min(len(raw), position + _MOST_SKIPPED))
            if raw[number] and wanted.startswith(raw[number])
        ),
        None,
    )


def _readable(line: bytes) -> str:
    decoded = quopri.decodestring(line.rstrip(b"\r\n").removesuffix(b"=")) if b"=" in line else line
    return decoded.decode("utf-8", "replace").strip() if _is_utf8(decoded) else decoded.decode("latin-1").strip()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sender(message: EmailMessage, plan: PlanYear | None) -> tuple[str | None, str | None]:
    """The member with that address, else the name that the mail gives; and the address."""
    name, address = parseaddr(str(message.get("From", "")))
    members = plan.members if plan else ()
    known = (one.name for one in members if one.email and one.email.key == address.strip().casefold())
    return next(known, name or None), address.strip() or None
