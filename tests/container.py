"""Carries out a Dockerfile in an empty folder, where no container engine is at hand.

The folder stands for the file system of the image: absolute paths that the Dockerfile makes lie inside it, each stage
starts empty, and only what a later stage copies reaches it. The Python of the base image is the one running the tests.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dockerfile_parse import DockerfileParser

_MADE_PATH = re.compile(r"(?<![\w./-])/(?=(?:data|opt|src)(?:/|\b))")
_OWNERS = re.compile(r" -[og] \d+")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "site-packages", "test", "idlelib", "*.a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What a Dockerfile made: where its files are, and how it wants to be run."""

    root: Path
    command: tuple[str, ...]
    health_check: tuple[str, ...]
    environment: Mapping[str, str]
    working_folder: str
    user_id: int
    group_id: int

    def start(self, **variables: str) -> subprocess.Popen[str]:
        """Start the command with these variables set, as the image's user where the test may change user."""
        return subprocess.Popen(
            self.command,
            env={**self.environment, **variables},
            cwd=self.working_folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            user=self._as(self.user_id),
            group=self._as(self.group_id),
            extra_groups=[] if _may_change_user() else None,
        )

    def is_healthy(self, **variables: str) -> bool:
        """Ask the health check once."""
        asked = subprocess.run(
            self.health_check,
            env={**self.environment, **variables},
            capture_output=True,
            check=False,
            user=self._as(self.user_id),
            group=self._as(self.group_id),
            extra_groups=[] if _may_change_user() else None,
        )
        return asked.returncode == 0

    @staticmethod
    def _as(identity: int) -> int | None:
        return identity if _may_change_user() else None

    def size_bytes(self) -> int:
        """How much the image adds to its base."""
        return sum(path.lstat().st_size for path in self.root.rglob("*") if not path.is_dir())


class ImageBuilder:
    """Works through the instructions of a Dockerfile, one method a kind."""

    def __init__(self, context: Path, folder: Path) -> None:
        """Build from the files of `context` into the empty `folder`."""
        self._context = context
        self._folder = folder
        self._root = folder / "root"
        self._python = _public_python(folder / "python")
        self._stage = ""
        self._commands: dict[str, tuple[str, ...]] = {"ENTRYPOINT": (), "CMD": (), "HEALTHCHECK": ()}
        self._user = (0, 0)
        self._start_stage("")

    def build(self, dockerfile: Path) -> Image:
        """Carry out every instruction, in order."""
        with dockerfile.open("rb") as file:
            instructions = DockerfileParser(fileobj=file).structure
        for instruction in instructions:
            if instruction["instruction"] not in {"COMMENT", "EXPOSE", "VOLUME"}:
                getattr(self, f"_do_{instruction['instruction'].lower()}")(instruction["value"])
        program, *arguments = self._commands["ENTRYPOINT"] + self._commands["CMD"]
        return Image(
            root=self._root,
            command=(self._find(program), *arguments),
            health_check=(self._find(self._commands["HEALTHCHECK"][0]), *self._commands["HEALTHCHECK"][1:]),
            environment=self._environment,
            working_folder=self._working_folder,
            user_id=self._user[0],
            group_id=self._user[1],
        )

    def _start_stage(self, name: str) -> None:
        if self._root.exists():
            self._root.rename(self._folder / f"stage-{self._stage}")
        self._root.mkdir()
        self._stage = name
        self._working_folder = "/"
        self._environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"}

    def _inside(self, text: str) -> str:
        return _MADE_PATH.sub(f"{self._root}/", text)

    def _find(self, program: str) -> str:
        found = shutil.which(program, path=self._environment["PATH"])
        assert found is not None, f"the image has no program {program}"
        return found

    def _do_from(self, value: str) -> None:
        assert re.match(r"python:3\.\d+-slim", value), "the base image is a slim Python"
        if any(self._root.iterdir()):
            self._start_stage(value.partition(" AS ")[2])
        self._stage = value.partition(" AS ")[2]

    def _do_workdir(self, value: str) -> None:
        self._working_folder = self._inside(value)
        Path(self._working_folder).mkdir(parents=True, exist_ok=True)

    def _do_copy(self, value: str) -> None:
        *sources, target = value.split()
        origin = self._context
        if sources[0].startswith("--from="):
            origin = self._folder / f"stage-{sources.pop(0).removeprefix('--from=')}"
            sources = [source.lstrip("/") for source in sources]
        destination = Path(self._working_folder) / self._inside(target)
        for source in sources:
            if (origin / source).is_dir():
                shutil.copytree(
                    origin / source,
                    destination,
                    symlinks=True,
                    ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"),
                )
            else:
                shutil.copy(origin / source, destination)

    def _do_run(self, value: str) -> None:
        kept = {
            name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "COV"))
        }
        environment = {**kept, **self._environment, "PATH": f"{self._environment['PATH']}:{os.environ['PATH']}"}
        command = self._inside(value if _may_change_user() else _OWNERS.sub("", value))
        done = subprocess.run(
            ["/bin/sh", "-c", f'python() {{ "{self._python}" "$@"; }}; {command}'],
            cwd=self._working_folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _do_env(self, value: str) -> None:
        for pair in shlex.split(value):
            name, _, text = pair.partition("=")
            self._environment[name] = self._inside(text).replace("$PATH", self._environment["PATH"])

    def _do_user(self, value: str) -> None:
        user, _, group = value.partition(":")
        self._user = (int(user), int(group))

    def _do_healthcheck(self, value: str) -> None:
        self._commands["HEALTHCHECK"] = tuple(json.loads(value.partition("CMD ")[2]))

    def _do_entrypoint(self, value: str) -> None:
        self._commands["ENTRYPOINT"] = tuple(json.loads(value))

    def _do_cmd(self, value: str) -> None:
        self._commands["CMD"] = tuple(json.loads(value))


def _may_change_user() -> bool:
    return os.geteuid() == 0


def _public_python(copy: Path) -> Path:
    """The Python running the tests, or a copy of it where other users may not reach it."""
    program = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    if not _may_change_user() or _others_can_run(program):
        return program
    shutil.copytree(sys.base_prefix, copy, symlinks=True, ignore=_LEFT_OUT)
    copied = copy / program.relative_to(sys.base_prefix)
    # a Python built as a shared library names the folder of its library: let it be the one beside the copy
    named = f"{sys.base_prefix}/lib".encode() + b"\0"
    copied.write_bytes(copied.read_bytes().replace(named, b"$ORIGIN/../lib".ljust(len(named), b"\0")))
    return copied


def _others_can_run(program: Path) -> bool:
    try:
        subprocess.run(
            [program, "-c", "import ensurepip, venv"], check=True, capture_output=True, user=10001, group=10001
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
