"""Files of every kind that the program reads, changed by chance and by malice: a function of a seed."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

Change = Callable[[random.Random, bytes, "FileKind"], bytes]
LARGEST = 3_000_000


@dataclass(frozen=True)
class FileKind:
    """``file`` is where it lies in the workspace, ``seeds`` are honest files, ``commands`` read them. ``tokens`` mean something
    in its format, and ``nesting`` is how one thing begins and ends within another.
    """

    name: str
    file: str
    seeds: tuple[bytes, ...]
    commands: tuple[tuple[str, ...], ...]
    tokens: tuple[bytes, ...] = ()
    nesting: tuple[tuple[bytes, bytes], ...] = ()


def files(*patterns: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern)))


ODD = (
    *(
        b"\0",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe2\x80\xa8",
        b"\xe2\x80\xae",
        b"\r",
        b"\x1b[2J",
    ),
    *(b"0000", b"9999", b"-1", b"1e400", b"99999999999999999999", b"NaN", b"0000-00-00", b"9999-12-31", b"2026-02-30"),
    *(
        b"[::1",
        b"http://[::1",
        b"~nouser",
        b"../../../etc/passwd",
        b"/dev/zero",
        b"a" * 300,
        b"%s%n",
        b"{0.__class__}",
        b"{contact}",
    ),
)
YAML = (
    b": ",
    b"- ",
    b"*a",
    b"&a ",
    b"!!python/object:os.system ",
    b"<<: ",
    b"|",
    b">",
    b"? ",
    b"---\n",
    b"%YAML 9\n",
    b"\t",
    b'"\\U00110000"',
)
JSON = (b"null", b'"\\ud800"', b"{}", b"[]", b"1e400", b"-0", b'"', b"\\", b'"nl_attempt":', b'"attempts":', b'"runs":')
MAIL = (
    *(
        b"=?utf-8?B?",
        b"=?utf-8?Q?=",
        b"?=",
        b"=\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
        b"--x--",
        b"charset=utf-99",
    ),
    *(
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Type: message/rfc822\n\n",
        b"<![foo[",
        b"<!--",
        b"&#x110000;",
        b"From: ((((",
        b";filename*0*=",
    ),
)
JINJA = (
    b"{{ ",
    b" }}",
    b"{% for a in range(99999) %}",
    b"{% endfor %}",
    b"{% include 'base.mjml.j2' %}",
    b"{{ x|markdown }}",
    b"{# ",
    b"{% raw %}",
    b"{{ ''.__class__ }}",
    b"{{ 9**9**9 }}",
)
BRACKETS = ((b"[", b"]"), (b"{", b"}"), (b"(", b")"), (b"<div>", b"</div>"), (b'{"a":', b"}"), (b"> ", b""), (b"- ", b""))


def flip(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    changed = bytearray(data)
    for _time in range(dice.choice((1, 3, 30)) if data else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def take_out(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    start, end = slice_of(dice, data)
    return data[:start] + data[end:]


def repeat(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    """A part many times over: what takes quadratic time is seen."""
    start, end = slice_of(dice, data)
    times = min(dice.choice((2, 100, 10_000, 100_000)), LARGEST // max(end - start, 1))
    return data[:start] + data[start:end] * times + data[end:]


def put_in(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    for _time in range(dice.choice((1, 1, 4))):
        at, token = dice.randrange(len(data) + 1), dice.choice((*ODD, *kind.tokens))
        data = data[:at] + token * min(dice.choice((1, 1, 1_000, 50_000)), LARGEST // len(token)) + data[at:]
    return data


def nest(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    start, end = slice_of(dice, data)
    before, after = dice.choice((*kind.nesting, *BRACKETS))
    depth = min(dice.choice((30, 1_000, 100_000)), LARGEST // len(before + after))
    return data[:start] + before * depth + data[start:end] + after * depth + data[end:]


def splice(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    other = dice.choice(kind.seeds)
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


def shuffle(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def renumber(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    """Numbers that no editor writes, in the place of some."""
    return re.sub(
        rb"\d+",
        lambda number: (
            dice.choice((b"0", b"9" * 5_000, b"-1", b"1e400", b"9999", b"\xd9\xa1")) if dice.random() < 0.2 else number[0]
        ),
        data,
    )


def encode(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    return data.decode("utf-8", "replace").encode(dice.choice(("utf-16", "utf-16-le", "utf-32", "cp500", "utf-7")), "replace")


def become(dice: random.Random, data: bytes, kind: FileKind) -> bytes:
    """Another file altogether."""
    return dice.choice(
        (b"", b"\0" * 1_000_000, dice.randbytes(5_000), b"a" * LARGEST, b"\n" * LARGEST, b" " * LARGEST, b"PK\3\4" + data)
    )


CHANGES: tuple[Change, ...] = (
    flip,
    flip,
    cut,
    take_out,
    repeat,
    repeat,
    put_in,
    put_in,
    put_in,
    nest,
    nest,
    splice,
    shuffle,
    renumber,
    encode,
    become,
)


def slice_of(dice: random.Random, data: bytes) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.choice((1, 8, 64, 512, 8_192)))


def mutated(kind: FileKind, dice: random.Random) -> bytes:
    data = dice.choice(kind.seeds)
    for _change in range(dice.choice((1, 1, 2, 3))):
        data = dice.choice(CHANGES)(dice, data, kind)[: 4 * LARGEST]
    return data


def kinds(workspace: Path) -> Sequence[FileKind]:
    """Every kind; what the program itself has written is taken from ``workspace``."""

    def own(name: str) -> tuple[bytes, ...]:
        return ((workspace / name).read_bytes(),)

    sending = ("send", "2026-q2", "--via", "sendgrid+http://127.0.0.1:9", "--yes")
    outbox = ("send", "2026-q3", "--via", "outbox:", "--yes")
    templates = [
        FileKind(
            f"template {name}",
            f"templates/{name}",
            files(f"templates/{name}"),
            (("check", "2026-q3"), ("render", "2026-q3")),
            JINJA,
            ((b"{% if true %}", b"{% endif %}"),),
        )
        for name in ("base.mjml.j2", "issue.txt.j2", "_head.css.j2", "_parts.mjml.j2", "archive/base.html.j2")
        if (ROOT / "templates" / name).exists()
    ]
    return (
        FileKind(
            "mail",
            "issues/2027-q1/svar.eml",
            files("tests/source/answers/*.eml", "tests/source/forms/*.eml"),
            (("collect", "2027-q1"),),
            MAIL,
            ((b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b""),),
        ),
        FileKind(
            "form",
            "issues/2027-q1/svar.txt",
            files("tests/source/forms/*.txt"),
            (("collect", "2027-q1"),),
            (b"Beslut\n", b"Datum: ", b"> ", b"Den 2026-11-24 skrev "),
        ),
        FileKind("contribution", "issues/2027-q1/svar.yaml", files("issues/2027-q1/*.yaml"), (("collect", "2027-q1"),), YAML),
        FileKind("issue", "issues/2026-q3.yaml", files("issues/*.yaml"), (("check",), outbox, ("status",)), YAML),
        FileKind("recipients", "recipients.yaml", files("recipients.yaml"), (("recipients",), outbox), YAML),
        FileKind("settings", "newsletter.yaml", files("newsletter.yaml"), (("status",), ("check", "2026-q3")), YAML),
        FileKind(
            "secrets",
            ".env",
            (b"SENDGRID_API_KEY='SG.a.b' # c\nexport SMTP_PASSWORD=\"x\"\n",),
            (sending,),
            (b"=", b"'", b"export "),
        ),
        *templates,
        FileKind("events", "events.json", own("events.json"), (("events", "events.json"),), JSON),
        FileKind(
            "receipt",
            "issues/2026-q2.sent.json",
            own("issues/2026-q2.sent.json"),
            (("status",), sending, ("adopt", "--by", "M", "--reason", "R")),
            JSON,
        ),
        FileKind(
            "archive's list", "out/.newsletter-archive.json", own("out/.newsletter-archive.json"), (("archive", "out"),), JSON
        ),
        FileKind(
            "picture",
            "issues/images/2026-q3-turne.jpg",
            (*files("issues/images/*.jpg"), *own("a.png"), *own("a.gif")),
            (("check", "2026-q3"),),
            (b"\xff\xda", b"\xff\xd9", b"\xff\xc0", b"IDAT", b"IHDR", b"zTXt", b"\x21\xf9\x04"),
        ),
        FileKind(
            "log",
            ".newsletter/log.sqlite3",
            own(".newsletter/log.sqlite3"),
            (("status",), ("log",), sending, ("backup", "another.sqlite3")),
            (b"CREATE TABLE", b"CREATE TRIGGER", b"SQLite format 3\0"),
        ),
        FileKind(
            "copy of the log",
            "copy.sqlite3",
            own(".newsletter/log.sqlite3"),
            (("restore", "copy.sqlite3"), ("status",)),
            (b"CREATE TABLE", b"CREATE TRIGGER"),
        ),
        FileKind("note of the run", ".newsletter/log.sqlite3.run", (b"abc 2026-q2\n",), (sending, ("resolve",))),
        FileKind(
            "calendar", "a.ics", own("a.ics"), (("deadlines", "--ics", "a.ics"),), (b"BEGIN:VEVENT\n", b"UID:", b"SEQUENCE:")
        ),
        FileKind("what Git leaves out", ".gitignore", (b".newsletter/\n.env\n",), (("init", "."),)),
        FileKind(
            "last workspace",
            "state/kvartalsbrev/workspace",
            (str(workspace).encode(),),
            (("-C", "out", "status"), ("-C", "out")),
        ),
    )
