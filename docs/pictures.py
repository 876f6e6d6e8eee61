"""Draw the pictures again: issues/images/*.jpg from docs/pictures/*.svg, and the handbook's views of a real letter.

Needs Chromium, named in ``CHROMIUM`` or on PATH: ``make pictures``.
"""

import base64
import email
import email.policy
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import cast

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
DRAWINGS = ROOT / "docs" / "pictures"
ISSUE = "2026-q1"
PROGRAM = [sys.executable, "-c", "from newsletter.cli import main; main()"]
VIEWS = {"letter": (760, 1000, "light"), "letter-mobile": (375, 760, "light"), "letter-dark": (375, 760, "dark")}


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
    return found or sys.exit("Chromium is needed: install it, or name it in CHROMIUM.")


def draw(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 675})
    for drawing in sorted(DRAWINGS.glob("2026-*.svg")):
        page.set_content(f"<style>body {{ margin: 0 }}</style>{drawing.read_text(encoding='utf-8')}")
        with Image.open(BytesIO(page.screenshot())) as picture:
            picture.convert("RGB").save(
                ROOT / "issues" / "images" / f"{drawing.stem}.jpg", quality=88, optimize=True, progressive=True
            )


def letter() -> str:
    """The HTML of a letter as the program makes it, its pictures put in place."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*PROGRAM, "-C", str(ROOT), "render", ISSUE, "--out", folder], check=True, stdout=subprocess.DEVNULL)
        message = cast(
            EmailMessage, email.message_from_bytes((Path(folder) / f"{ISSUE}.eml").read_bytes(), policy=email.policy.default)
        )
    html = next(part.get_content() for part in message.walk() if part.get_content_type() == "text/html")
    for part in message.walk():
        if part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_content()).decode()
            html = html.replace(f"cid:{part['Content-ID'].strip('<>')}", f"data:{part.get_content_type()};base64,{data}")
    return html


def save(screenshot: bytes, name: str) -> None:
    with Image.open(BytesIO(screenshot)) as picture:
        picture.convert("RGB").quantize(128).save(DRAWINGS / f"{name}.png", optimize=True)


def photograph(browser: Browser) -> None:
    html = letter()
    for name, (width, height, scheme) in VIEWS.items():
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.set_content(html)
        save(page.screenshot(), name)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    with previewed() as address:
        page.goto(address)
        page.wait_for_timeout(1000)  # until the letter within the page has been laid out
        save(page.screenshot(), "preview")


@contextmanager
def previewed() -> Iterator[str]:
    """The preview at work; its first line says where."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [*PROGRAM, "-C", str(ROOT), "preview", ISSUE]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        yield re.findall(r"http://\S+/", process.stdout.readline())[0]
        process.terminate()


with sync_playwright() as playwright:
    # Pages are our own, so that the sandbox, which root cannot have, is not needed.
    browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
    draw(browser)
    photograph(browser)
    browser.close()
