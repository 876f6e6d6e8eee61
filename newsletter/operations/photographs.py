"""A page of ours as pictures, drawn by a browser of this computer. The only place that knows the browser.

It is asked to fetch nothing: the page stands in one file, and every name of a host is answered as unknown.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from newsletter.disk import read_whole, write_whole
from newsletter.letter.pictures import cut_apart
from newsletter.locale import _
from newsletter.model.diagnostics import Refused

BROWSER_VARIABLE = "NEWSLETTER_BROWSER"
"""The environment variable by which the command line is told of another browser than the first of those below."""
_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_SECONDS = 120
_MOST_BYTES = 100_000_000
_WALLS = ((), ("--no-sandbox",))
"""A browser refuses to wall its pages off in a container, and for root; the page is our own, and has no script."""
_OPTIONS = (
    *("--headless=new", "--hide-scrollbars", "--disable-gpu", "--force-device-scale-factor=1", "--no-first-run"),
    *("--disable-extensions", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"),
)


def photograph(html: str, width: int, height: int, count: int, browser: str) -> tuple[bytes, ...]:
    """``count`` pictures as PNG, ``width`` by ``height`` pixels, of the pieces that stand below each other on the page.

    ``browser`` is what ``find_browser`` found. Raises ``Refused`` where it draws nothing.
    """
    with tempfile.TemporaryDirectory(prefix="newsletter-") as folder:
        page, picture = Path(folder, "page.html"), Path(folder, "picture.png")
        write_whole(page, html, is_durable=False)
        size = (f"--window-size={width},{height * count}", f"--user-data-dir={folder}/profile", f"--screenshot={picture}")
        for wall in _WALLS:
            _draw((browser, *_OPTIONS, *wall, *size, page.as_uri()))
            if picture.is_file():
                return cut_apart(read_whole(picture, _MOST_BYTES), width, height, count)
    raise Refused(
        _("The browser {browser} drew no pictures.").format(browser=browser),
        _("Try once more, or choose another browser: {variable}=PATH.").format(variable=BROWSER_VARIABLE),
    )


def _draw(command: Sequence[str]) -> None:
    """What became of it is seen by the picture alone: browsers complain of much that is no fault."""
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)  # noqa: S603 - no shell, no foreign words


def find_browser(wished: str | None) -> str:
    """The browser to draw with: ``wished``, a command or a path, else the first that is installed. ``Refused`` for none."""
    if wished and (found := shutil.which(wished)):
        return found
    for command in () if wished else _COMMANDS:
        if found := shutil.which(command):
            return found
    for place in () if wished else _PLACES:
        if Path(place).is_file():
            return place
    raise Refused(
        _("Pictures to share are drawn by a browser, and none was found on this computer."),
        _("Install Chromium, Google Chrome or Microsoft Edge, or say where one is: {variable}=PATH.").format(
            variable=BROWSER_VARIABLE
        ),
    )
