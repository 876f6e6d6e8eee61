"""``python -m benchmarks``: a table in Markdown on stdout, progress on stderr."""

import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.inside import compiling, filling
from benchmarks.outside import sending, sending_plainly, starts
from benchmarks.preview import seeing
from benchmarks.side_by_side import table
from benchmarks.workspaces import workspace


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        directory = workspace(Path(scratch) / "workspace")
        rows = list(measured(directory))
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}.\n")
    print("| what | median | ratio | goal |\n|---|---:|---:|---|")
    for what, seconds, ratio, goal in rows:
        print(f"| {what} | {seconds * 1000:,.{0 if seconds > 0.02 else 3}f} ms | {ratio} | {goal} |")
    print()
    table()


def measured(directory: Path):
    def said(what: str) -> str:
        print(what, "…", file=sys.stderr, flush=True)
        return what

    said("processes")
    bare, helping, checking = starts(directory)
    yield "`python -c pass`", bare, "1", ""
    yield "`newsletter --help`", helping, f"{helping / bare:.1f} × bare", "≤ 6"
    yield "`newsletter check 2026-q3`", checking, f"{checking / bare:.1f} × bare", "≤ 40"
    yield said("compile the content of 2026-q3, pictures cached"), compiling(directory), "", "< 60 ms"
    yield said("fill one letter"), filling(directory), "", "< 0.1 ms"
    said("save an issue and see it in the preview")
    if seen := seeing(directory):
        yield "save an issue → the new letter stands in the preview's frame", seen, f"{seen / bare:.1f} × bare", "< 100 ms"
    plain = sending_plainly()
    yield said("send 21 letters to a local SendGrid server by a plain loop without a log"), plain, "1", ""
    yield (
        said("`newsletter send` of the same 21, each claimed and recorded"),
        (spent := sending()),
        f"{spent / plain:.1f} × plain",
        "",
    )


main()
