"""Build hook: the Swedish catalogue is compiled, and the top-level templates and schemas go into the wheel.

An editable install gets neither copy: the package finds the checkout's own folders, which are the ones being edited.
"""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("templates", "schemas")


class ShippedFiles(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        runpy.run_path(str(Path(self.root, "newsletter", "locale", "catalogue.py")))["build"]()
        if self.target_name == "wheel" and version == "standard":
            for folder in SHIPPED:
                if Path(self.root, folder).is_dir():
                    build_data["force_include"][folder] = f"newsletter/{folder}"
