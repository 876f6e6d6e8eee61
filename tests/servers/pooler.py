"""A pool of sessions before a PostgreSQL, as pgbouncer is one: a client gets one for a transaction, or for its life."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urlsplit

_SSL, _GSS = 80877103, 80877104


class _Stream:
    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._file = connection.makefile("rb")

    def message(self) -> tuple[bytes, bytes]:
        """Kind, and the whole message."""
        head = self._exactly(5)
        return head[:1], head + self._exactly(struct.unpack("!I", head[1:])[0] - 4)

    def start(self) -> tuple[int, bytes]:
        (length,) = struct.unpack("!I", self._exactly(4))
        body = self._exactly(length - 4)
        return struct.unpack("!I", body[:4])[0], body

    def close(self) -> None:
        self._file.close()
        self.connection.close()

    def _exactly(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) < count:
            raise EOFError
        return data


class _Session:
    """One with the server, through its socket."""

    def __init__(self, folder: str, parameters: bytes) -> None:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(f"{folder}/.s.PGSQL.5432")
        self.stream = _Stream(connection)
        connection.sendall(struct.pack("!I", len(parameters) + 4) + parameters)
        self.greeting = b""
        while True:
            kind, whole = self.stream.message()
            if kind == b"S":
                self.greeting += whole
            if kind == b"Z":
                return


@contextmanager
def pooler(url: str, *, lends_for_a_transaction: bool) -> Iterator[str]:
    """The URL of a pool before the server of ``url``, whose sessions it lends out."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    free: list[_Session] = []
    opened: list[_Session] = []

    def begin(parameters: bytes) -> _Session:
        opened.append(_Session(query["host"][0], parameters))
        return opened[-1]

    listening = socket.create_server(("127.0.0.1", 0))

    def serve(client: _Stream) -> None:
        code, parameters = client.start()
        while code in (_SSL, _GSS):
            client.connection.sendall(b"N")
            code, parameters = client.start()
        session = free.pop() if free else begin(parameters)
        key = struct.pack("!cIII", b"K", 12, 1_000_000, 1)  # a number of the pool's own
        client.connection.sendall(b"R" + struct.pack("!II", 8, 0) + session.greeting + key + b"Z" + struct.pack("!I", 5) + b"I")
        held: _Session | None = session
        if lends_for_a_transaction:
            free.append(session)
            held = None
        while True:
            kind, whole = client.message()
            if kind == b"X":
                return
            held = held or (free.pop() if free else begin(parameters))
            held.stream.connection.sendall(whole)
            if kind not in (b"Q", b"S"):
                continue
            while True:
                kind, whole = held.stream.message()
                client.connection.sendall(whole)
                if kind == b"Z":
                    break
            if whole[-1:] == b"I" and lends_for_a_transaction:
                free.append(held)
                held = None

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _address = listening.accept()
                threading.Thread(target=_until_gone, args=(serve, client), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        port = listening.getsockname()[1]
        options = f"&options={query['options'][0].replace('=', '%3D')}" if "options" in query else ""
        yield f"postgresql://{parts.username or 'postgres'}@127.0.0.1:{port}{parts.path}?sslmode=disable{options}"
    finally:
        listening.close()
        for session in opened:
            session.stream.close()


def _until_gone(serve: object, client: socket.socket) -> None:
    assert callable(serve)
    with suppress(EOFError, OSError), client:
        serve(_Stream(client))
