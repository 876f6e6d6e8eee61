"""The tools of npm that the proofs ask, installed by ``make proof`` as ``node/package-lock.json`` says."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "node"


def installed() -> Path:
    """Where npm put the packages."""
    packages = FOLDER / "node_modules"
    assert packages.is_dir(), f"Node's tools are needed: cd {FOLDER} && npm ci"
    return packages


def asked(script: str, question: object) -> Any:
    """What ``node/SCRIPT`` answers; question and answer are JSON."""
    installed()
    node = shutil.which("node")
    assert node, "Node is needed: apt-get install nodejs npm"
    done = subprocess.run(
        [node, FOLDER / script], input=json.dumps(question), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
