"""The ways in: what stops them says what to do."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.architecture.project import ROOT

OLD_PYTHON = """#!/bin/sh
case "$*" in
    *version_info*) exit 1 ;;
    *--version*) echo Python 3.9.2 ;;
esac
"""
PYTHON_WITHOUT_VENV = """#!/bin/sh
case "$*" in
    *ensurepip*) exit 1 ;;
esac
"""


@pytest.mark.parametrize(
    ("program", "advice"),
    [
        (OLD_PYTHON, "Markpoint needs Python 3.11 or newer, and"),
        (OLD_PYTHON, "is Python 3.9.2"),
        (PYTHON_WITHOUT_VENV, "apt-get install python3-venv"),
        (None, "was not found. Install Python 3.11 or newer"),
    ],
)
def test_install_says_what_it_needs_of_python(program: str | None, advice: str, tmp_path: Path) -> None:
    python = tmp_path / "python"
    if program is not None:
        write_program(python, program)
    command = ["make", "install", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}"]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert advice in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize(
    ("programs", "status", "advice"),
    [
        ({"chromium": "exit 0"}, 0, ""),
        ({"chromium-browser": "exit 0"}, 0, ""),
        ({"id": "echo 1000", "apt-get": "exit 99"}, 1, "sudo apt-get update && sudo apt-get install -y chromium"),
        ({"id": "echo 1000", "dnf": "exit 99"}, 1, "sudo dnf install -y chromium"),
        ({"id": "echo 0"}, 1, "the package manager of this system"),
        ({"id": "echo 0", "apt-get": "exit 7"}, 7, ""),
    ],
)
def test_missing_browser_is_installed_or_named(
    programs: dict[str, str], status: int, advice: str, tmp_path: Path
) -> None:
    for name, lines in programs.items():
        write_program(tmp_path / name, f"#!/bin/sh\n{lines}\n")
    script = ROOT / "tests/install_system_packages.sh"
    done = subprocess.run(["/bin/sh", script], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.returncode, advice in done.stderr) == (status, True)


def test_ci_runs_what_a_developer_runs() -> None:
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1] == "exec make check"
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def write_program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
