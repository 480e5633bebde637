"""One file, one idea: sizes, names and places."""

import ast
from pathlib import Path

from tests.architecture.project import PACKAGES, ROOT, files, name_of, source_files, tree

MOST_LINES = 400
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc"}
TOP_LEVEL = {
    ".ci", ".dockerignore", ".gitignore", ".pre-commit-config.yaml",
    "CHANGELOG.md", "Dockerfile", "LICENSE", "Makefile", "README.md", "constraints.txt", "pyproject.toml",
    "models", "rubric", "seeds", "service", "tests",
}  # fmt: skip


def test_top_level_holds_what_people_expect_and_no_more() -> None:
    assert {Path(name_of(path)).parts[0] for path in files()} == TOP_LEVEL


def test_no_file_is_longer_than_agreed() -> None:
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(".py")}
    assert not {name: count for name, count in lines.items() if count > MOST_LINES}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [name_of(path) for path in files(".py") if path.stem in FORBIDDEN or path.parent.name in FORBIDDEN]


def test_tests_have_no_package_file_that_would_hide_a_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_tests_lie_where_the_code_they_test_lies() -> None:
    lost = []
    for path in files(".py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] == "tests" and parts[1] in PACKAGES and parts[-1].startswith("test_"):
            tested = ROOT.joinpath(*parts[1:-1], parts[-1].removeprefix("test_"))
            parts_of_a_package = tested.with_suffix(".py"), tested / "__init__.py", tested / "README.md"
            if not any(part.is_file() for part in parts_of_a_package):
                lost.append(name_of(path))
    assert not lost


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in source_files()}
    assert not [name_of(folder) for folder in folders if not (folder / "__init__.py").is_file()]


def test_package_files_list_names_and_hold_no_logic() -> None:
    packages = [path for path in source_files() if path.name == "__init__.py"]
    assert packages
    assert not [name_of(path) for path in packages if not all(_is_listing(node) for node in tree(path).body)]


def test_imports_are_absolute() -> None:
    relative = [
        f"{name_of(path)}:{node.lineno}"
        for path in files(".py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def _is_listing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
