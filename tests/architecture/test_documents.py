"""The documents tell the truth: what exists is named in a README, and what a README names exists."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
from fastapi import FastAPI
from fastapi.routing import APIRoute

from models import components
from seeds.catalogue import load_catalogue
from service import cli
from service.config import Settings
from service.web import routes
from tests.architecture.project import PACKAGES, ROOT, files, name_of

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
CHANGELOG_HEADING = re.compile(r"^## \[(?:Unreleased|\d+\.\d+\.\d+)\](?: - \d{4}-\d{2}-\d{2})?$")
INTERNAL_TARGETS = {"test-system"}


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", read("Makefile"), re.MULTILINE)) - INTERNAL_TARGETS


def commands(command: Any, name: str) -> Iterator[str]:
    """The command's name, or those of its commands if it is a group of them."""
    children = getattr(command, "commands", {})
    for child in children.values():
        yield from commands(child, f"{name} {child.name}")
    if not children:
        yield name


def all_commands() -> set[str]:
    return set(commands(typer.main.get_command(cli.app), "markpoint"))


def test_readme_names_every_make_target() -> None:
    assert not [target for target in make_targets() if f"`make {target}`" not in read("README.md")]


def test_documents_name_no_make_target_that_is_not_there() -> None:
    named = {
        (name_of(path), target)
        for path in files(".md")
        for target in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert not {(path, target) for path, target in named if target not in make_targets()}


def test_readme_names_every_command() -> None:
    assert not [command for command in all_commands() if f"`{command}" not in read("README.md")]


def test_readme_names_no_command_that_is_not_there() -> None:
    named = re.findall(r"^\| `(markpoint [^`]+)`", read("README.md"), re.MULTILINE)
    assert named
    assert not [line for line in named if not any(f"{line} ".startswith(f"{name} ") for name in all_commands())]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_readme_names_every_setting_with_its_default(name: str) -> None:
    default = Settings.model_fields[name].default
    shown = "none" if default is None else f"`{default}`"
    assert f"| `MARKPOINT_{name.upper()}` | {shown} |" in read("README.md")


def test_documents_name_no_setting_that_is_not_there() -> None:
    known = {f"MARKPOINT_{name.upper()}" for name in Settings.model_fields}
    named = {name for path in files(".md") for name in re.findall(r"MARKPOINT_[A-Z_]+[A-Z]", path.read_text("utf-8"))}
    assert named <= known


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_a_readme_that_names_its_parts(package: str) -> None:
    document = read(f"{package}/README.md")
    parts = {
        path.name if path.is_file() else f"{path.name}/"
        for path in (ROOT / package).iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    } - {"__init__.py"}
    assert not [part for part in parts if f"`{part}" not in document]


@pytest.mark.parametrize("component", components.__all__)
def test_models_readme_names_every_component(component: str) -> None:
    assert f"`{component}`" in read("models/README.md")


@pytest.mark.slow
def test_service_readme_names_every_endpoint(application: FastAPI) -> None:
    pages = {route.path for route in routes.router.routes if isinstance(route, APIRoute)}
    paths = set(application.openapi()["paths"]) | pages
    assert {"/", "/v1/feedback", "/healthz", "/readyz"} <= paths
    assert not [path for path in paths if f"{path}`" not in read("service/README.md")]


def test_every_source_of_the_catalogue_has_notes() -> None:
    assert not [source.id for source in load_catalogue() if not (ROOT / f"seeds/notes/{source.id}.md").is_file()]


@pytest.mark.parametrize("document", files(".md"), ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (document.parent / target).exists()]


def test_changelog_keeps_its_form() -> None:
    headings = [line for line in read("CHANGELOG.md").splitlines() if line.startswith("## ")]
    assert headings[0] == "## [Unreleased]"
    assert all(CHANGELOG_HEADING.match(heading) for heading in headings)
