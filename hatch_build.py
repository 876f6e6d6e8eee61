"""Build hook: the Swedish catalogue is compiled, and the top-level templates go into the wheel.

An editable install gets no copy of them: the package finds the checkout's own, which are the ones being edited.
"""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFiles(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        runpy.run_path(str(Path(self.root, "newsletter", "locale", "catalogue.py")))["build"]()
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"]["templates"] = "newsletter/templates"
