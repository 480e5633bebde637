"""Habits that a reader relies on: one door to the environment, one place that prints, files that stand alone."""

import ast
import re

from tests.architecture.project import files, name_of, source_files, tree

READS_ENVIRONMENT = {"service/config.py"}
PRINTS = "service/commands/"
BINARY = (".docx", ".odt", ".pdf", ".rtf", ".zip", ".png", ".ico", ".bin")
REGISTRIES = tuple(f"{name}.org" for name in ("pypi", "pythonhosted", "registry.npmjs", "deb.debian"))
MACHINE_PATH = re.compile(
    r"""(?:^|[\s"'`=(\[:])/(?:home|root|Users|work|mnt|private|var/folders)/\w|[A-Z]:\\Users\\""", re.M
)


def test_only_the_settings_see_the_environment() -> None:
    readers = {
        name_of(path)
        for path in source_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"os.environ", "os.getenv", "os.putenv", "os.environb"}
    }
    assert readers <= READS_ENVIRONMENT


def test_only_the_command_line_prints() -> None:
    printers = {
        name_of(path)
        for path in source_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "pprint", "pprint.pprint"}
    }
    assert not {name for name in printers if not name.startswith(PRINTS)}


def test_committed_files_name_no_registry_and_no_place_on_a_machine() -> None:
    found = []
    for path in files():
        if path.name.endswith(BINARY):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name_of(path)}: {registry}" for registry in REGISTRIES if registry in text]
        found += [f"{name_of(path)}: {match.group().strip()}" for match in MACHINE_PATH.finditer(text)]
    assert not found
