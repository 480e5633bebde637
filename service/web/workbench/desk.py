"""What the pages of the workbench share: who asks, where rubrics are kept, and engines that try them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request

from models.engine import ScoringEngine
from rubric.fingerprint import fingerprint
from rubric.parts import Part, parts_of
from rubric.schema import Rubric
from rubric.writer import write_yaml
from service.access.roles import Permission
from service.actions.reading import Reader
from service.actions.workbench import OpenRubric, open_rubric
from service.errors import NotFoundError
from service.feedback.rubric_trial import Trial, describe_trial
from service.http.databases import DatabaseDep
from service.storage.database import Database
from service.web.shell import Shell, ShellDep

WORKBENCH = "/workbench"
RubricIdPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]
PartIdPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.]{1,100}$")]
MOST_TRIED = 60_000
"""Characters of a text that is tried: some ten thousand words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Somebody at work on rubrics."""

    shell: Shell
    database: Database
    reader: Reader

    def open(self, rubric_id: str, version: int | None = None) -> OpenRubric:
        """A version of a rubric, the newest without a number.

        Raises:
            NotFoundError: there is none.
        """
        with self.database.reading() as session:
            return open_rubric(self.shell.actor, session, self.reader.library, rubric_id, version)

    def try_texts(self, rubric: Rubric, texts: list[str]) -> list[Trial]:
        """What a rubric makes of each text, in their turn among the drafts.

        Raises:
            service.errors.ServiceError: there is no time for it.
        """
        return self.reader.turn.run(lambda: [_try(self._engine(rubric), text) for text in texts])

    def _engine(self, rubric: Rubric) -> ScoringEngine:
        return self.reader.shelf.engine(fingerprint(rubric), write_yaml(rubric))


def get_bench(request: Request, shell: ShellDep, database: DatabaseDep) -> Bench:
    """The workbench of somebody who may write rubrics.

    Raises:
        service.errors.ForbiddenError: they may not.
    """
    shell.actor.require(Permission.RUBRICS_WRITE)
    return Bench(shell=shell, database=database, reader=request.app.state.reader)


BenchDep = Annotated[Bench, Depends(get_bench)]


def rubric_path(rubric_id: str) -> str:
    """The address of a rubric."""
    return f"{WORKBENCH}/{rubric_id}"


def find_part(rubric: Rubric, part_id: str) -> Part:
    """The part of that id.

    Raises:
        NotFoundError: there is none.
    """
    found = parts_of(rubric).get(part_id)
    if found is None:
        raise NotFoundError("part of the rubric")
    return found


def _try(engine: ScoringEngine, text: str) -> Trial:
    evidence = engine.find_evidence(text)
    return describe_trial(engine.rubric, evidence, engine.judge(evidence))
