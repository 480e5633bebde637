"""`markpoint rubric`: check, list, show and import marking schemes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from rubric.checks import check_package, check_rubric
from rubric.errors import RubricError
from rubric.files import read_text
from rubric.findings import Finding, Severity
from rubric.fingerprint import fingerprint
from rubric.importers.examiner_sheet import ImportedPage, import_page
from rubric.library import is_packaged, list_rubrics, load_named, rubric_files
from rubric.loader import load_rubric, load_rubric_file
from rubric.schema import Rubric
from rubric.writer import write_yaml
from seeds.errors import SeedError
from service.config import load_settings
from service.errors import ServiceError
from service.rendering.safe_text import show_hidden

FOUND_SOMETHING = 1
"""Exit status where a check found something wrong or a command could not do its work; 2 is a wrong call."""

app = typer.Typer(name="rubric", help="Check, list, show and import rubrics.", no_args_is_help=True)

Folder = Annotated[
    Path | None, typer.Option(help="A folder with further rubrics; MARKPOINT_RUBRIC_DIR where none is named.")
]


@app.command("check")
def check_files(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Rubric files; all that come with Markpoint if none.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")] = False,
) -> None:
    """Check rubric files. Exit status 1 when something has to be put right."""
    sound = [_check_file(path, strict=strict) for path in files or rubric_files().values()]
    if not files:
        sound.append(_check_package(strict=strict))
    if not all(sound):
        raise typer.Exit(FOUND_SOMETHING)


@app.command("list")
def list_all(folder: Folder = None) -> None:
    """List the rubrics at hand by their ids."""
    with _errors_reported():
        entries = list_rubrics(_folder(folder))
    for entry in entries:
        points = _number(entry.criteria, "marking point")
        _say(f"{entry.id}  {entry.title} ({points}, version {entry.version})")


@app.command("show")
def show_one(
    rubric_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a rubric, or a rubric file.")],
    folder: Folder = None,
) -> None:
    """Show what a rubric credits."""
    with _errors_reported():
        rubric = load_named(rubric_id, _folder(folder))
    for line in _describe(rubric):
        _say(line)


@app.command("import")
def import_file(
    page: Annotated[Path, typer.Argument(help="A specification page as plain text.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The rubric file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the output file if there is one.")] = False,
) -> None:
    """Draft a rubric from a specification page with an examiner's marking points."""
    with _errors_reported():
        text = read_text(page)
        try:
            imported = import_page(text)
        except RubricError as error:
            _fail(f"{page}: {error}")
        _write_new(output, write_yaml(imported.rubric, comment=_comment(page)), page=page, force=force)
    for line in _summarise(imported, output):
        _say(line)


def _check_file(path: Path, *, strict: bool) -> bool:
    """Print the findings on one file; whether it is sound."""
    try:
        loaded = load_rubric_file(path)
        findings = check_rubric(loaded.rubric, is_draft=not is_packaged(path))
    except (RubricError, SeedError) as error:
        _say(str(error))
        return False
    name = _short(path)
    for finding in findings:
        _say(f"{name}:{loaded.document.line(finding.path) or 1}: {_one_line(finding)}")
    points = _number(len(loaded.rubric.criteria), "marking point")
    _say(f"{name}: {points}, {_number(len(loaded.rubric.elements), 'element')}, {_count(findings)}.")
    return _is_sound(findings, strict=strict)


def _check_package(*, strict: bool) -> bool:
    """Print the findings on the package as a whole; whether it is sound."""
    try:
        findings = check_package([load_rubric(path) for path in rubric_files().values()])
        list_rubrics()
    except (RubricError, SeedError) as error:
        _say(str(error))
        return False
    for finding in findings:
        _say(_one_line(finding))
    _say(f"JSON Schema and reading notes: {_count(findings)}.")
    return _is_sound(findings, strict=strict)


def _short(path: Path) -> Path:
    """The path from the folder one is in, where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _one_line(finding: Finding) -> str:
    return f"{finding.severity}: {finding.where}: {finding.message}"


def _count(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return "nothing found"
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return f"{_number(errors, 'error')}, {_number(len(findings) - errors, 'warning')}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _is_sound(findings: tuple[Finding, ...], *, strict: bool) -> bool:
    return not any(strict or finding.severity is Severity.ERROR for finding in findings)


def _describe(rubric: Rubric) -> Iterator[str]:
    yield f"{rubric.title}"
    yield f"{rubric.subject}, {rubric.level}. Id {rubric.id}, version {rubric.version}, {fingerprint(rubric)}"
    for criterion in rubric.criteria:
        yield ""
        yield f"{criterion.id}  {criterion.name} (weight {criterion.weight:g})"
        yield f"    {criterion.goal}"
        yield from (f"    {element.id}  {element.name}: {element.credits}" for element in criterion.elements)
        yield from (f"    band {level.band}, {level.name}: {level.descriptor}" for level in criterion.bands)
    for group in rubric.support:
        yield ""
        yield f"{group.id}  {group.name}"
        yield from (f"    {element.id}  {element.name}: {element.credits}" for element in group.elements)
    yield from _titled("Misconceptions", (f"{thing.id}  {thing.name}" for thing in rubric.misconceptions))
    yield from _titled("Tips", (f"{tip.id}  {tip.text}" for tip in rubric.tips))
    yield from _titled("Earns nothing", (f"{concept.id}  {concept.name}" for concept in rubric.key_concepts))
    yield from _titled("Grades", (f"{grade.name} from {grade.at_least}" for grade in rubric.grades))


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    listed = [f"    {line}" for line in lines]
    if listed:
        yield from ("", title, *listed)


def _summarise(imported: ImportedPage, output: Path) -> Iterator[str]:
    found = (
        _number(len(imported.marking_points), "marking point"),
        _number(len(imported.misconceptions), "misconception"),
        _number(len(imported.tips), "tip"),
        _number(len(imported.key_concepts), "key concept"),
    )
    yield f"{imported.title}: {', '.join(found)}."
    for criterion in imported.rubric.criteria:
        yield f"    {criterion.id}  {', '.join(element.name for element in criterion.elements)}"
    yield from (f"warning: {warning}" for warning in imported.warnings)
    yield f"The draft is in {output}. Work it over, then run: markpoint rubric check {output}"


def _comment(page: Path) -> str:
    return (
        f"Drafted from {page.name}. Names and wording come from the page's own words: reword them,\n"
        "add what each element sounds like in a draft, and see 'How to add a criterion' in rubric/README.md."
    )


def _write_new(output: Path, text: str, *, page: Path, force: bool) -> None:
    try:
        if output.exists() and output.samefile(page):
            _fail(f"{output}: this is the page itself. Name another file.")
        with output.open("w" if force else "x", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
    except FileExistsError:
        _fail(f"{output}: there is such a file already. Name another, or replace it with --force.")
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        _fail(f"{output}: the file cannot be written ({cause}).")


def _folder(given: Path | None) -> Path | None:
    return given or load_settings().rubric_dir


@contextmanager
def _errors_reported() -> Iterator[None]:
    """Turn what may go wrong with a user's files into a message and an exit status."""
    try:
        yield
    except (RubricError, SeedError, ServiceError, OSError) as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    typer.echo(show_hidden(message), err=True)
    raise typer.Exit(FOUND_SOMETHING)


def _say(line: str) -> None:
    typer.echo(show_hidden(line))
