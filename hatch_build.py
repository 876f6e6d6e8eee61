"""Build hook: the Swedish catalogue is compiled, and the top-level templates and the manuals go into the wheel.

An editable install gets no copy of them: the package finds the checkout's own, which are the ones being edited.
"""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MANUALS = (
    "handbok.md",
    "kontroller.md",
    "pictures/letter.png",
    "pictures/letter-dark.png",
    "pictures/letter-mobile.png",
    "pictures/preview.png",
)
"""What ``newsletter handbook`` and ``newsletter explain`` show."""


class ShippedFiles(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        runpy.run_path(str(Path(self.root, "newsletter", "locale", "catalogue.py")))["build"]()
        if self.target_name == "wheel" and version == "standard":
            inside = {"templates": "newsletter/templates"} | {f"docs/{name}": f"newsletter/docs/{name}" for name in MANUALS}
            build_data["force_include"].update(inside)
