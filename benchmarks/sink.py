"""What everybody sends to: one process that takes what SendGrid or a mail server would, counts it, and does nothing else.

``python -m benchmarks.sink http|smtp [SECONDS]`` prints its port; each answer comes SECONDS late. When its standard input ends
it prints what it took and how much of the processor that was, so that nobody's figure is the sink's.
"""

import asyncio
import json
import sys
import time
from collections import Counter

import orjson


class Ledger:
    def __init__(self) -> None:
        self.calls = 0
        self.letters: Counter[str] = Counter()

    def summary(self) -> str:
        twice = sum(count > 1 for count in self.letters.values())
        found = {"calls": self.calls, "letters": self.letters.total(), "twice": twice, "cpu": time.process_time()}
        return json.dumps(found)


class Http(asyncio.Protocol):
    """HTTP/1.1 with Content-Length, kept alive unless the request says otherwise; the body is read as JSON, whole."""

    def __init__(self, ledger: Ledger, delay: float) -> None:
        self.ledger, self.delay = ledger, delay
        self.waiting = bytearray()
        self.needed = 0

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while len(self.waiting) >= self.needed and (end := self.waiting.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.waiting[:end]).lower()
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            self.needed = end + 4 + length
            if len(self.waiting) < self.needed:
                return
            body = bytes(self.waiting[end + 4 : self.needed])
            del self.waiting[: self.needed]
            self.needed = 0
            self.take(body)
            answer = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: abcdefghijklmnopqrstuv\r\nContent-Length: 0\r\n\r\n"
            asyncio.get_running_loop().call_later(self.delay, self.answer, answer, b"connection: close" in head)

    def take(self, body: bytes) -> None:
        self.ledger.calls += 1
        self.ledger.letters.update(to["email"] for one in orjson.loads(body)["personalizations"] for to in one["to"])

    def answer(self, answer: bytes, closes) -> None:
        self.transport.write(answer)
        if closes:
            self.transport.close()


async def smtp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ledger: Ledger, delay: float) -> None:
    """As much of RFC 5321 as a client needs that sends one letter."""
    to = ""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"RCPT":
            to = line.decode()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            while (await reader.readline()) not in (b".\r\n", b""):
                pass
            ledger.calls += 1
            ledger.letters[to] += 1
            await asyncio.sleep(delay)
        writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
        await writer.drain()
        if verb == b"QUIT":
            break
    writer.close()


async def serve(kind: str, delay: float) -> None:
    ledger = Ledger()
    loop = asyncio.get_running_loop()
    if kind == "http":
        server = await loop.create_server(lambda: Http(ledger, delay), "127.0.0.1", 0, backlog=256)
    else:
        server = await asyncio.start_server(lambda r, w: smtp(r, w, ledger, delay), "127.0.0.1", 0, limit=1 << 20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(ledger.summary(), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))
