"""Imports point down."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.project import ROOT


def test_imports_keep_the_contracts_of_pyproject() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
