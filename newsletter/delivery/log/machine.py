"""Which machine this is, as a hash of the operating system's own number; never the host name, which changes."""

import hashlib
import subprocess
import sys
from pathlib import Path

_NUMBER_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_hash() -> str:
    """The same for every folder and user of the machine. Systems without a number (bare containers) share one hash."""
    return hashlib.sha256(f"newsletter:{_number()}".encode()).hexdigest()[:32]


def _number() -> str:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows alone has it

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    if sys.platform == "darwin":
        found = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"], capture_output=True, text=True, check=True
        )
        return next((line.split('"')[3] for line in found.stdout.splitlines() if "IOPlatformUUID" in line), "")
    texts = (path.read_text(encoding="utf-8").strip() for path in _NUMBER_FILES if path.is_file())
    return next((text for text in texts if text), "")
