"""The examples for running at an institution are valid, safe, and fit this version of the program."""

import base64
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import typer.main
import yaml
from jsonschema.validators import validator_for

from service import cli
from service.config import Settings
from service.production import find_unsafe
from tests.architecture.project import ROOT

DEPLOY = ROOT / "service/deploy"
COMPOSE = DEPLOY / "compose.yaml"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
VERSIONS = ("1.32", "1.37")
DRAWN = base64.b64encode(bytes(range(7, 55))).decode()
FILLED_IN = {
    "MARKPOINT_PUBLIC_URL": "https://feedback.example.edu",
    "MARKPOINT_SECRET_KEY": DRAWN,
    "MARKPOINT_ENCRYPTION_KEYS": f"first:{base64.b64encode(bytes(range(32))).decode()}",
    "MARKPOINT_METRICS_TOKEN": DRAWN[::-1],
    "POSTGRES_PASSWORD": "0123456789abcdef",
}
SECRET_KEYS = {
    "database-url": "postgresql://markpoint:0123456789abcdef@markpoint-database/markpoint",
    "secret-key": FILLED_IN["MARKPOINT_SECRET_KEY"],
    "encryption-keys": FILLED_IN["MARKPOINT_ENCRYPTION_KEYS"],
    "metrics-token": FILLED_IN["MARKPOINT_METRICS_TOKEN"],
}
VARIABLE = re.compile(r"\$\{(\w+)(?::\?[^}]*)?\}")

Named = dict[str, Any]


def manifests() -> list[Named]:
    return [found for path in MANIFESTS for found in yaml.safe_load_all(path.read_text(encoding="utf-8"))]


def pods(*, ours: bool = False) -> Iterator[tuple[str, Named]]:
    """Every pod with the name of what makes it; where asked, only those that run our image."""
    for manifest in manifests():
        spec = manifest.get("spec", {})
        pod = spec.get("template", {}).get("spec")
        if pod and (not ours or pod["containers"][0]["image"].startswith("markpoint:")):
            yield manifest["metadata"]["name"], pod


def services() -> Named:
    filled_in = VARIABLE.sub(lambda found: FILLED_IN[found[1]], COMPOSE.read_text(encoding="utf-8"))
    found: Named = yaml.safe_load(filled_in)["services"]
    return found


def assert_safe(variables: Named) -> Settings:
    """The settings that these variables make, which must be known and safe in production."""
    names = {f"MARKPOINT_{name.upper()}": name for name in Settings.model_fields}
    settings = Settings.model_validate({names[name]: value for name, value in variables.items()})
    assert settings.environment == "production"
    assert find_unsafe(settings) == ()
    return settings


def assert_is_command(words: list[str]) -> None:
    command: Any = typer.main.get_command(cli.app)
    for word in words:
        if not word.startswith("-") and hasattr(command, "commands"):
            command = command.commands[word]
    assert not hasattr(command, "commands")


def test_compose_file_fits_the_specification() -> None:
    schema = json.loads(
        files("check_jsonschema.builtin_schemas").joinpath("vendor/compose-spec.json").read_text(encoding="utf-8")
    )
    validator = validator_for(schema)(schema)
    document = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(document)] == []
    broken = {**document, "services": {"web": {"imagine": "markpoint"}}}
    assert list(validator.iter_errors(broken))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_manifests_fit_the_schemas_of_kubernetes(path: Path, version: str) -> None:
    for manifest in yaml.safe_load_all(path.read_text(encoding="utf-8")):
        kubernetes_validate.validate(manifest, version, strict=True)


def test_a_manifest_with_a_slip_is_noticed() -> None:
    manifest = next(one for one in manifests() if one["kind"] == "Deployment")
    manifest["spec"]["replica"] = manifest["spec"].pop("replicas")
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest, VERSIONS[-1], strict=True)


def test_there_are_web_workers_database_and_migration() -> None:
    assert {name for name, _ in pods()} == {f"markpoint-{part}" for part in ("database", "migrate", "web", "worker")}
    assert set(services()) == {"database", "migrate", "web", "worker"}


def test_settings_of_compose_are_known_and_safe() -> None:
    for name, service in services().items():
        if name != "database":
            settings = assert_safe(service["environment"])
            assert settings.database_url is not None
            assert_is_command(service.get("command", ["serve"]))


def test_settings_of_kubernetes_are_known_and_safe_and_secrets_are_references() -> None:
    shared = next(one["data"] for one in manifests() if one["kind"] == "ConfigMap")
    for _, pod in pods(ours=True):
        (container,) = pod["containers"]
        variables = dict(shared)
        for variable in container["env"]:
            reference = variable.get("valueFrom", {}).get("secretKeyRef")
            variables[variable["name"]] = SECRET_KEYS[reference["key"]] if reference else variable["value"]
            assert bool(reference) == ("SecretStr" in str(Settings.model_fields[variable["name"][10:].lower()]))
        assert_safe(variables)
        assert_is_command(container.get("args", ["serve"]))


def test_example_env_names_what_compose_asks_for_and_holds_no_secret() -> None:
    lines = (DEPLOY / "example.env").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(given) == set(VARIABLE.findall(COMPOSE.read_text(encoding="utf-8")))
    assert set(given.values()) == {""}


def test_pods_run_without_rights() -> None:
    for name, pod in pods():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["runAsUser"] > 0
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert container["resources"]["requests"].keys() == {"cpu", "memory"}
            assert "memory" in container["resources"]["limits"]
            written = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
            assert "/tmp" in written.values()  # noqa: S108


def test_containers_of_compose_run_without_rights() -> None:
    for name, service in services().items():
        if name != "database":
            assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (
                True, ["ALL"], ["no-new-privileges:true"],
            )  # fmt: skip


def test_processes_have_time_to_finish_what_they_began() -> None:
    needed = Settings().request_timeout_s + 1
    for name, pod in pods(ours=True):
        if name in {"markpoint-web", "markpoint-worker"}:
            assert pod["terminationGracePeriodSeconds"] > needed
            assert pod["containers"][0]["livenessProbe"]["httpGet"]["path"] == "/healthz"
    for name in ("web", "worker"):
        assert int(services()[name]["stop_grace_period"].removesuffix("s")) > needed
    web = dict(pods())["markpoint-web"]["containers"][0]
    assert web["readinessProbe"]["httpGet"]["path"] == "/readyz"
