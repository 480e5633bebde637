"""The Dockerfile keeps the rules of good images."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

from tests.architecture.project import ROOT

Instructions = list[tuple[str, str]]


@pytest.fixture(scope="module")
def instructions() -> Instructions:
    with (ROOT / "Dockerfile").open("rb") as file:
        return [(item["instruction"], item["value"]) for item in DockerfileParser(fileobj=file).structure]


def test_linter_finds_nothing() -> None:
    program = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([program, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_image_is_slim_and_made_in_two_stages(instructions: Instructions) -> None:
    bases = [value.split()[0] for name, value in instructions if name == "FROM"]
    assert len(bases) == 2
    assert all("-slim" in base for base in bases)


def test_image_runs_one_process_as_an_ordinary_user(instructions: Instructions) -> None:
    last = dict(instructions)
    assert int(last["USER"].partition(":")[0]) > 0
    assert json.loads(last["ENTRYPOINT"]) + json.loads(last["CMD"]) == ["markpoint", "serve", "--host", "0.0.0.0"]  # noqa: S104


def test_health_check_needs_nothing_but_python(instructions: Instructions) -> None:
    check = dict(instructions)["HEALTHCHECK"]
    assert json.loads(check.partition("CMD ")[2])[0] == "python"
    assert "/readyz" in check


def test_build_context_lets_in_what_is_copied_and_no_more(instructions: Instructions) -> None:
    copied = {
        source
        for name, value in instructions
        if name == "COPY" and not value.startswith("--from")
        for source in value.split()[:-1]
    }
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == copied
    assert "*" in lines
