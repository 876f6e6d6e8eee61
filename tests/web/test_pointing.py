"""The lines around what a diagnostic points at."""

from pathlib import Path

import pytest

from newsletter.model.diagnostics import Diagnostic, Severity
from newsletter.source import read
from newsletter.web.sight import editor_address, point_at, source_lines


def at(line: int, column: int, file: str = "a.yaml") -> Diagnostic:
    return Diagnostic(file, line, column, Severity.ERROR, "x", "X.")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_line_is_cut_where_it_is_meant(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.yaml").write_bytes(ending.join(["a: 1", "b: två", "c: 3", "d: 4", "e: 5", ""]).encode())

    found = point_at(at(2, 4), tmp_path).lines

    assert [(line.number, line.before, line.at) for line in found] == [
        (1, "a: 1", ""),
        (2, "b: ", "två"),
        (3, "c: 3", ""),
        (4, "d: 4", ""),
    ]


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_lines_are_counted_as_the_loader_counts_them(workspace: Path, sign: str) -> None:
    """``str.splitlines`` would count one more for each of these."""
    path = workspace / "issues" / "2026-q3.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"# en{sign}rad\n{text}".replace("date: 2026-09-03", "date: 2026-09-33"), encoding="utf-8")

    found = next(one for one in read(workspace, ["2026-q3"]).diagnostics if one.code == "not-a-date")

    (line,) = [line for line in point_at(found, workspace).lines if line.is_meant]
    assert (line.before, line.at) == ("date: ", "2026-09-33")


def test_an_end_of_line_a_long_line_and_no_file_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"a:\n{'x' * 500}y{'z' * 500}\n", encoding="utf-8")

    assert point_at(at(1, 3), tmp_path).lines[0].at == "⏎"
    long = point_at(at(2, 501), tmp_path).lines[1]
    assert long.at.startswith("yz")
    assert len(long.before + long.at) < 300
    assert point_at(at(1, 1, "b.yaml"), tmp_path).lines == ()


def test_a_file_in_another_encoding_is_shown_as_far_as_can_be(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("a: å\nb: 2\n".encode("latin-1"))

    assert [line.number for line in source_lines(tmp_path / "a.yaml")] == [1, 2]


def test_the_editor_s_address_survives_blanks_and_letters(tmp_path: Path) -> None:
    folder = tmp_path / "Mina brev åäö"
    folder.mkdir()

    address = editor_address(folder / "a.yaml", 3, 7)

    assert address.startswith("vscode://file/")
    assert address.endswith("/Mina%20brev%20%C3%A5%C3%A4%C3%B6/a.yaml:3:7")
