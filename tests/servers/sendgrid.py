"""A server that speaks SendGrid's API on this machine, for tests: it judges bodies as the documented API does, fails on demand
and keeps a ledger of what it took, independent of what the client saw of the answer.

In a test::

    with SendGridServer() as server:
        server.script(throttled(1.0), accepted_then_reset)  # the first two requests; then all goes well
        ...  # --via server.via
        assert server.counts == {"ordf@x.example": 1}

As a process of its own; it prints its address as the first line and ends when its standard input does::

    python -m tests.servers.sendgrid --ledger FILE --script slow,invalid-key --share accepted-then-reset=0.1 --seed 7
"""

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.servers.certificates import contexts
from tests.servers.sendgrid_account import Account
from tests.servers.sendgrid_exchange import SEND, Handler, Http
from tests.servers.sendgrid_faults import FAULTS, Fault
from tests.servers.sendgrid_ledger import Accepted, Request, letters_of

Decide = Callable[[int], Fault | None]


@dataclass
class SendGridServer:
    """``key`` is the only key it takes, None for any. ``decide`` gives the fault of a request by its number, None for none;
    faults given to ``script`` come first.
    """

    key: str | None = None
    port: int = 0
    ledger_file: Path | None = None
    decide: Decide = lambda _number: None
    tls: bool = False
    ledger: list[Accepted] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    ahead: float = 0.0
    """So many seconds is this server's clock before the machine's: letters that wait leave by it."""

    def __post_init__(self) -> None:
        self.refused: set[str] = set()
        self.mistakes: list[BaseException] = []
        self.closing = threading.Event()
        self._script: dict[str, deque[Fault | None]] = {}
        self._sends = 0
        self._lock = threading.Lock()
        self._http = Http(("127.0.0.1", self.port), Handler)
        self._http.owner = self
        if self.tls:
            self._http.socket = contexts()[0].wrap_socket(self._http.socket, server_side=True)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """``host:port``."""
        return f"127.0.0.1:{self._http.server_port}"

    @property
    def via(self) -> str:
        return f"sendgrid+http://{self.url}"

    @property
    def counts(self) -> Counter[str]:
        """How many letters each address has been sent."""
        with self._lock:
            return Counter(letter.address for letter in self.ledger)

    @property
    def leaving(self) -> Counter[str]:
        """How many letters each address gets in the end: without those that are cancelled in time."""
        with self._lock:
            return Counter(letter.address for letter in self.ledger if self.account.leaves(letter) is not None)

    def now(self) -> float:
        return time.time() + self.ahead

    def script(self, *faults: Fault | None, at: str = SEND) -> None:
        """The next requests for the path ``at`` meet these faults in order; None is a request that goes well."""
        with self._lock:
            self._script.setdefault(at, deque()).extend(faults)

    def script_ends(self) -> None:
        """What is left of the script is forgotten."""
        with self._lock:
            self._script.clear()

    def refuse(self, *addresses: str) -> None:
        """From now on 400 names the personalization of any of these addresses."""
        self.refused |= {address.casefold() for address in addresses}

    def received(self, request: Request) -> Fault | None:
        """Number a request as it comes in and say what shall become of it."""
        with self._lock:
            self.requests.append(request)
            request.number = len(self.requests)
            path = request.path.partition("?")[0]
            if script := next((faults for at, faults in self._script.items() if path.startswith(at) and faults), None):
                return script.popleft()
            if path != SEND:
                return None
            self._sends += 1
            return self.decide(self._sends)

    def tend(self, request: Request) -> tuple[int, Any]:
        """What the account says to a request that is not a letter."""
        with self._lock:
            return self.account.answer(request.method, request.path, request.body, self.now(), self.ledger)

    def take(self, request: Request, message_id: str) -> None:
        """Put the letters of a request into the ledger."""
        letters = list(letters_of(request, message_id, self.now()))
        with self._lock:
            self.ledger.extend(letters)
            if self.ledger_file is not None:
                with self.ledger_file.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(asdict(letter), ensure_ascii=False) + "\n" for letter in letters)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        if kind is None and self.mistakes:
            raise ExceptionGroup("the server itself failed", [m for m in self.mistakes if isinstance(m, Exception)])


def _decide(share: dict[str, float], seed: int) -> Decide:
    dice = random.Random(seed)

    def decide(_number: int) -> Fault | None:
        throw = dice.random()
        for name, part in share.items():
            throw -= part
            if throw < 0:
                return FAULTS[name]
        return None

    return decide


def main() -> None:
    parser = argparse.ArgumentParser(description="SendGrid's API on this machine, for tests")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--key")
    parser.add_argument("--script", default="", help="faults of the first requests, by name, with commas between; - for none")
    parser.add_argument("--share", action="append", default=[], metavar="FAULT=SHARE")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    share = {name: float(part) for name, _, part in (item.partition("=") for item in given.share)}
    with SendGridServer(given.key, given.port, given.ledger, _decide(share, given.seed)) as server:
        server.script(*(FAULTS.get(name) for name in given.script.split(",") if name))
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
