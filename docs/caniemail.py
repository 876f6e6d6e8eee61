"""Make newsletter/operations/caniemail.json.gz anew from a checkout of https://github.com/hteumeuleu/caniemail (MIT).

    python docs/caniemail.py CHECKOUT

Of every feature the newest verdict per client is kept, and only where that is not "supported". The date is that of the
checkout's last commit; the licence goes along in the file, as it asks.
"""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "newsletter" / "operations" / "caniemail.json.gz"
SOURCE = "https://www.caniemail.com"


def verdicts(stats: dict[str, Any]) -> dict[str, str]:
    """``gmail/ios`` to ``n`` (not supported) or ``a`` (partly); the last version listed is the newest."""
    newest = {
        f"{family}/{platform}": str(list(versions.values())[-1])[:1]
        for family, platforms in stats.items()
        for platform, versions in (platforms or {}).items()
        if versions
    }
    return {client: verdict for client, verdict in sorted(newest.items()) if verdict in ("n", "a")}


def feature(path: Path) -> dict[str, Any]:
    front = path.read_text(encoding="utf-8").split("\n---")[0].removeprefix("---").expandtabs()
    read = yaml.safe_load(front)
    return {"title": read["title"], **verdicts(read.get("stats") or {})}


def main(checkout: Path) -> None:
    date = subprocess.run(
        ["git", "-C", str(checkout), "log", "-1", "--format=%cs"],  # noqa: S607 - whichever git there is
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout.strip()
    paths = sorted(path for path in (checkout / "_features").glob("*.md") if not path.name.startswith("_"))
    data = {
        "source": SOURCE,
        "date": date,
        "licence": (checkout / "LICENSE").read_text(encoding="utf-8"),
        "features": {path.stem: feature(path) for path in paths},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))
    print(f"{TARGET.name}: {len(data['features'])} features of {date}, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
