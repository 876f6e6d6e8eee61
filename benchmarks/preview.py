"""How soon a saving is seen: from the file's being in place to the new letter's standing in the page's frame."""

import os
import shutil
import statistics
import threading
import time
from pathlib import Path

from benchmarks.workspaces import ISSUE
from newsletter.web import address, create_app, listen, serve

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SEEN = """() => {
  window.seen = [];
  const look = () => {
    const shown = document.getElementById('frame')?.contentDocument?.querySelector('meta[name=version]')?.content;
    if (shown && shown !== window.last) { window.last = shown; window.seen.push(performance.timeOrigin + performance.now()); }
  };
  new MutationObserver(look).observe(document.getElementById('stage'), { subtree: true, childList: true, attributes: true });
}"""


def seeing(directory: Path, runs: int = 15) -> float | None:
    """The median of so many savings; None where there is no Chromium to look with."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if not found:
        return None
    from playwright.sync_api import sync_playwright

    server = listen(create_app(directory, ISSUE), None)
    thread = threading.Thread(target=serve, args=(server, print))
    thread.start()
    try:
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"]).new_page()
            page.goto(address(server))
            page.wait_for_timeout(1500)
            page.evaluate(_SEEN)
            return statistics.median(_seen(page, directory / "issues" / f"{ISSUE}.yaml", run) for run in range(runs))
    finally:
        server.shutdown()
        thread.join()


def _seen(page, path: Path, run: int) -> float:
    before = page.evaluate("window.seen.length")
    beside = path.with_name(".saving")
    beside.write_text(f"{path.read_text(encoding='utf-8')}# {run}\n", encoding="utf-8")
    saved = time.time()
    beside.replace(path)
    while page.evaluate("window.seen.length") == before:
        page.wait_for_timeout(20)
    seconds = page.evaluate("window.seen.at(-1)") / 1000 - saved
    page.wait_for_timeout(800)  # what is said of the letter comes after it
    return float(seconds)
