"""A filled-in form as a file: plain text, or a mail as a mail program saves it."""

import quopri
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from newsletter.model.contribution import Contribution
from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.model.plan_year import PlanYear
from newsletter.source.answers.form import read_form
from newsletter.source.answers.lines import Line
from newsletter.source.diagnostics.words import diagnostic
from newsletter.source.judging import EXPORTED, Judged, judge_arranged
from newsletter.source.rules.contribution import complete, use_ids
from newsletter.source.text import read_bytes, read_text

_MAIL = EXPORTED.bytes
"""A mail may carry attachments."""


def judge_form(path: Path, file: str, plan: PlanYear | None) -> Judged[Contribution]:
    """The contribution in the file at ``path``, called ``file`` in its diagnostics. Boards and focus issues may be written
    with the words that the plan has for them.
    """
    by: str | None = None
    if path.suffix == ".eml":
        data, found = read_bytes(path, file, _MAIL)
        if data is None:
            return Judged(None, None, found)
        message = message_from_bytes(data, policy=policy.default)
        lines, found = _mail_lines(message, data, file)
        by = _sender(message, plan)
    else:
        text, found = read_text(path, file, _MAIL)
        lines = list(enumerate(text.split("\n"), 1)) if text is not None else None
    if lines is None:
        return Judged(None, None, found)
    arranged, faults = read_form(lines, file, by)
    if arranged is None:
        return Judged(None, None, (*found, *faults))

    def fill_in(tree: object) -> None:
        if plan:
            use_ids(tree, plan)
        complete(tree)

    return judge_arranged(arranged, Contribution, (*found, *faults), fill_in)


def _mail_lines(message: EmailMessage, data: bytes, file: str) -> tuple[list[Line] | None, tuple[Diagnostic, ...]]:
    body = message.get_body(("plain",))
    if body is None:
        return None, (diagnostic(file, Place(), "mail-without-text"),)
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeDecodeError):  # a character set that nobody knows, or another than it says
        payload = body.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    names = [name for part in message.iter_attachments() if (name := part.get_filename())]
    attached = (diagnostic(file, Place(), "mail-with-attachments", names=", ".join(names)),) if names else ()
    return list(_number(text.replace("\r\n", "\n").split("\n"), data)), attached


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
    return next((number for number in range(position, len(raw)) if raw[number] and wanted.startswith(raw[number])), None)


def _readable(line: bytes) -> str:
    decoded = quopri.decodestring(line.rstrip(b"\r\n").removesuffix(b"=")) if b"=" in line else line
    return decoded.decode("utf-8", "replace").strip() if _is_utf8(decoded) else decoded.decode("latin-1").strip()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sender(message: EmailMessage, plan: PlanYear | None) -> str | None:
    """The member with that address, else the name that the mail gives."""
    name, address = parseaddr(str(message.get("From", "")))
    members = plan.members if plan else ()
    known = (one.name for one in members if one.email and one.email.key == address.strip().casefold())
    return next(known, name or None)
