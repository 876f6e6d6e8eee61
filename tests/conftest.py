"""What every test may ask for: the checkout, and a workspace of its own made from the samples."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from newsletter import locale
from newsletter.locale import catalogue

ROOT = Path(__file__).parent.parent

os.environ.pop("NEWSLETTER_LANG", None)
os.environ["XDG_STATE_HOME"] = __file__  # no folder: no test knows which workspace another one used last
catalogue.build()  # tests read the words that stand in the .po files now, not those of the last installation
locale.install()
# No example fails because the machine had other things to do; the rest is as Hypothesis has it, here and where CI is set.
settings.register_profile("unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


STARTED: list[str] = []
"""What the running test has started."""
# What ``make quick`` leaves out: by folder, by fixture, by parameter of the fixtures that run on both databases.
SLOW_FOLDERS = {"browser", "contract", "crash", "proof", "torture"}
SLOW_FIXTURES = {"server", "site", "wheel", "installed"}
SLOW_PARAMETERS = {"postgresql"}


def _notice(event: str, _arguments: object) -> None:
    if event in {"subprocess.Popen", "os.fork", "os.posix_spawn", "socket.bind", "tests.database"}:
        STARTED.append(event)


sys.addaudithook(_notice)


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what asks for a fixture that starts something; a test that does it by itself says so."""
    for item in items:
        parameters = item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
        if (
            item.get_closest_marker("proof")
            or item.path.relative_to(ROOT / "tests").parts[0] in SLOW_FOLDERS
            or SLOW_FIXTURES & set(getattr(item, "fixturenames", ()))
            or any(isinstance(value, str) and value in SLOW_PARAMETERS for value in parameters)
        ):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _quick_unless_marked(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that starts something is marked: else ``make quick`` is quick no longer."""
    del STARTED[:]
    yield
    if sys.platform != "win32" and not request.node.get_closest_marker("slow"):  # on Windows a pair of sockets is bound, too
        assert STARTED == [], "it starts something: mark it with pytest.mark.slow"


@pytest.fixture(autouse=True, scope="session")
def _own_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps between commands is not what it kept before these tests began."""
    tmp_path_factory.getbasetemp()  # pytest's own stays where it was
    folder = tempfile.mkdtemp(prefix="newsletter-tests-")
    Path(folder).chmod(0o711)  # PostgreSQL, which refuses to be root, has its files inside
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret, proxy or setting of the developer's reaches a test."""
    for name in list(os.environ):
        if name.startswith(("NEWSLETTER_", "SENDGRID_", "SMTP_", "PG")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with the four sample issues, their pictures, the sample recipients and settings."""
    directory = tmp_path / "workspace"
    shutil.copytree(ROOT / "issues", directory / "issues")
    for name in ("recipients.yaml", "newsletter.yaml"):
        shutil.copy(ROOT / name, directory / name)
    return directory
