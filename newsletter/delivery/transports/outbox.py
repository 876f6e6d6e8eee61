"""Letters as files to look at: ``DIR/ISSUE/ASSOCIATION-N.eml``, and an ``index.html`` that shows them (design.md 5)."""

import re
import secrets
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from newsletter.delivery.outgoing.batch import Answer, Batch, Envelope, Then
from newsletter.delivery.outgoing.envelope import to_message
from newsletter.delivery.transports import outbox_pages as pages
from newsletter.delivery.transports.redaction import redact
from newsletter.disk import write_whole
from newsletter.locale import _
from newsletter.model.deliveries import Outcome, Status
from newsletter.model.diagnostics import Refused

MARKER = ".newsletter-outbox"
"""A folder with this file in it was written by the program, which may replace it."""
_OURS = re.compile(r"\.[0-9a-f]{16}\.tmp|\.?[a-z0-9-]+\.eml(\.tmp)?|\.?index\.html(\.tmp)?|visa|" + re.escape(MARKER))
_LEFT_BY_SYSTEMS = {".ds_store", "thumbs.db", "desktop.ini"}
_LONGEST_NAME = 100


class Outbox:
    """A rehearsal: it replaces the last one of the same issue with its first letter, and is whole when closed."""

    batch_size = 1
    calls_in_flight = 1
    is_live = False
    is_trial = False

    def __init__(self, folder: Path, issue: str, names: Mapping[str, str] = MappingProxyType({}), remark: str = "") -> None:
        """``names`` are the associations' by their ids, ``remark`` a sentence above the letters. ``Refused`` where the folder
        cannot be ours; nothing is written yet.
        """
        self._folder = folder
        self._names, self._remark = names, remark
        self._target = folder / issue
        self._rows: dict[str, pages.LetterRow] = {}
        self._written: set[str] = set()
        _refuse_what_is_not_ours(folder, self._target)

    def send(self, batch: Batch) -> Answer:
        (envelope,) = batch.envelopes
        try:
            if not self._rows:
                _start_afresh(self._folder, self._target)
            self._write(batch, envelope)
        except OSError as fault:
            said = _("The letter could not be written in {folder} ({fault}).").format(
                folder=self._target, fault=redact(fault.strerror or type(fault).__name__)
            )
            return Answer((Outcome(Status.UNSENT, said),), Then.STOP, reason=said)
        return Answer((Outcome(Status.ACCEPTED),))

    def close(self) -> None:
        """Write ``index.html``; ``Refused`` if the disk does not let us."""
        if not self._rows:
            return
        try:
            _write(
                self._target / "index.html", pages.index(self._target.name, tuple(self._rows.values()), self._remark).encode()
            )
        except OSError as fault:
            raise Refused(
                _("{path} could not be written: {fault}.").format(path=self._target / "index.html", fault=fault.strerror),
                _("The letters themselves are there, as .eml files."),
            ) from None

    def _write(self, batch: Batch, envelope: Envelope) -> None:
        name = file_name(envelope)
        for path, content in pages.views(batch.letter).items():
            if path not in self._written:
                _write(self._target / path, content)
                self._written.add(path)
        # Last: from here on the letter has been delivered, and nothing may fail any more.
        _write(self._target / name, to_message(batch.letter, envelope, batch.sender).as_bytes())
        self._rows[name] = pages.row_of(name, batch, envelope, self._names)


def file_name(envelope: Envelope) -> str:
    """Safe on every system: the association's id is of a-z, 0-9 and hyphens, and a number always follows it."""
    name = envelope.association_id
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}-{sha256(name.encode()).hexdigest()[:16]}"
    return f"{name}-{envelope.number}.eml"


def _refuse_what_is_not_ours(folder: Path, target: Path) -> None:
    for path in (folder, target):
        if path.exists() and not path.is_dir():
            raise Refused(
                _("{path} is a file; the letters need a folder of that name.").format(path=path),
                _("Give another folder: outbox:FOLDER."),
            )
    if not target.is_dir():
        return
    names = {entry.name for entry in target.iterdir()} - {MARKER}
    ours = (target / MARKER).is_file()
    foreign = sorted(name for name in names if not ours or not _OURS.fullmatch(name))
    if foreign := [name for name in foreign if name.lower() not in _LEFT_BY_SYSTEMS]:
        raise Refused(
            _("{path} holds files that are not letters of a rehearsal, such as {name}.").format(path=target, name=foreign[0]),
            _("Move them away, or give another folder: outbox:FOLDER."),
        )


def _start_afresh(folder: Path, target: Path) -> None:
    """The old rehearsal is moved aside before the new one begins, so that the two never mix."""
    folder.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(folder / f".{target.name}.old-{secrets.token_hex(4)}")
    target.mkdir(mode=0o700)  # it holds addresses
    _write(target / MARKER, _("The program newsletter writes this folder and replaces it at the next rehearsal.").encode())
    for aside in folder.glob(f".{target.name}.old-*"):
        shutil.rmtree(aside, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    write_whole(path, content, is_durable=False)
