"""The one way from a request to feedback: the right engine, in its turn, within the limits."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.engine import ScoringEngine
from service.actions.engines import Build, EngineShelf
from service.actions.reading import Reader
from service.actions.rubrics import PackagedRubric
from service.extraction import ExtractionLimits
from service.feedback.report import FeedbackReport
from service.http.desk import WorkDesk
from service.http.errors import UnknownRubricError
from service.storage.database import Database
from service.workflow import Upload, report_on, score_draft

PASTED = "-"
"""File name of a draft that came as text."""
WARM_UP_TEXT = "The kitchen delivers late because one oven is slow."


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Feedback on a draft, and the text that its offsets point into."""

    text: str
    report: FeedbackReport


class ReviewDesk:
    """Reviews drafts by any of its rubrics. Shared by every request."""

    def __init__(
        self,
        *,
        engines: Mapping[str, ScoringEngine],
        default_id: str,
        build: Build,
        limits: ExtractionLimits,
        work: WorkDesk,
    ) -> None:
        """Take the engines by the ids of their rubrics; `build` makes those of further rubrics."""
        self._build = build
        self._limits = limits
        self._engines = dict(sorted(engines.items()))
        self._default_id = default_id
        self._work = work

    @property
    def rubric_ids(self) -> tuple[str, ...]:
        """Ids of the rubrics, sorted."""
        return tuple(self._engines)

    @property
    def engine_version(self) -> str:
        """Version of the engine that reads by the default rubric."""
        return self._engines[self._default_id].version

    @property
    def is_ready(self) -> bool:
        """Whether a draft sent now could be read."""
        return self._work.can_work

    @property
    def load(self) -> int:
        """Drafts that are being read or wait for it."""
        return self._work.load

    def engine(self, rubric_id: str | None = None) -> ScoringEngine:
        """The engine for a rubric; for the default one where none is named.

        Raises:
            UnknownRubricError: no rubric has the id.
        """
        found = self._engines.get(self._default_id if rubric_id is None else rubric_id)
        if found is None:
            raise UnknownRubricError(self.rubric_ids)
        return found

    def review(self, upload: Upload, *, rubric_id: str | None = None) -> Review:
        """Read one draft in its turn.

        Raises:
            service.errors.ServiceError: the rubric is unknown, the draft cannot be taken, or there is no time for it.
        """
        engine = self.engine(rubric_id)
        return self._work.run(lambda: self._read(upload, engine))

    def _read(self, upload: Upload, engine: ScoringEngine) -> Review:
        scored = score_draft(upload, engine, self._limits)
        return Review(text=scored.score.text, report=report_on(scored, engine.rubric))

    def reader(self, database: Database, secret_key: bytes) -> Reader:
        """What reads drafts that are kept: the same engines, in the same turn, within the same limits."""
        return Reader(
            database=database,
            shelf=EngineShelf(self._engines.values(), build=self._build),
            turn=self._work,
            limits=self._limits,
            secret_key=secret_key,
            library={rubric_id: PackagedRubric(engine.rubric) for rubric_id, engine in self._engines.items()},
        )

    def warm_up(self) -> None:
        """Read a first text with every engine, so that readiness means what it says."""
        for engine in self._engines.values():
            engine.score(WARM_UP_TEXT)

    def close(self) -> None:
        """Take no more drafts."""
        self._work.close()


def take_text(text: str, *, name: str) -> Upload:
    """Text that was pasted or sent as such, as an upload."""
    return Upload(filename=PASTED, body=text.encode(), name=name)
