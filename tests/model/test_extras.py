"""The command that adds an extra, for each way to install the program."""

from pathlib import Path

import pytest

from newsletter.model.extras import Extra, command_to_add

WHEEL = "/home/eva/kvartalsbrev-0.1.0-py3-none-any.whl"


def test_with_pip_it_is_the_python_at_hand(tmp_path: Path) -> None:
    assert command_to_add(Extra.PDF, tmp_path, "/opt/x/bin/python") == '/opt/x/bin/python -m pip install "kvartalsbrev[pdf]"'


def test_a_path_with_a_blank_is_quoted(tmp_path: Path) -> None:
    command = command_to_add(Extra.POSTGRESQL, tmp_path, "C:/Mina filer/python.exe")

    assert command == '"C:/Mina filer/python.exe" -m pip install "kvartalsbrev[postgresql]"'


@pytest.mark.parametrize(("extra", "package"), [(Extra.PDF, "weasyprint"), (Extra.POSTGRESQL, "psycopg[binary]")])
def test_with_pipx_the_package_is_put_into_the_program_s_environment(extra: Extra, package: str, tmp_path: Path) -> None:
    environment = tmp_path / "venvs" / "kvartalsbrev"
    environment.mkdir(parents=True)
    (environment / "pipx_metadata.json").write_text("{}", encoding="utf-8")

    assert command_to_add(extra, environment) == f'pipx inject kvartalsbrev "{package}"'


@pytest.mark.parametrize(
    ("receipt", "command"),
    [
        (f'{{ name = "kvartalsbrev", path = "{WHEEL}" }}', f'uv tool install "{WHEEL}[pdf]"'),
        (
            f'{{ name = "kvartalsbrev", extras = ["postgresql"], path = "{WHEEL}" }}',
            f'uv tool install "{WHEEL}[pdf,postgresql]"',
        ),
        (
            f'{{ name = "kvartalsbrev", path = "{WHEEL}" }}, {{ name = "psycopg", extras = ["binary"] }}',
            f'uv tool install --with "psycopg[binary]" "{WHEEL}[pdf]"',
        ),
        ('{ name = "kvartalsbrev" }', 'uv tool install "kvartalsbrev[pdf]"'),
        ('{ name = "kvartalsbrev", directory = "/src/brev" }', 'uv tool install "/src/brev[pdf]"'),
    ],
)
def test_with_uv_the_program_is_installed_again_with_all_that_it_had(receipt: str, command: str, tmp_path: Path) -> None:
    (tmp_path / "uv-receipt.toml").write_text(f"[tool]\nrequirements = [{receipt}]\n", encoding="utf-8")

    assert command_to_add(Extra.PDF, tmp_path) == command


def test_a_receipt_that_cannot_be_read_leaves_the_name(tmp_path: Path) -> None:
    (tmp_path / "uv-receipt.toml").write_text("[tool", encoding="utf-8")

    assert command_to_add(Extra.PDF, tmp_path) == 'uv tool install "kvartalsbrev[pdf]"'
