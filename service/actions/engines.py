"""Engines for the versions of rubrics, built when they are first asked for and kept while they are in use."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock

from models.engine import ScoringEngine, build_engine
from rubric.fingerprint import fingerprint
from rubric.schema import Rubric
from service.actions.rubrics import rubric_of

Build = Callable[[Rubric], ScoringEngine]


class EngineShelf:
    """Engines by the fingerprint of their rubric. Shared between threads; the one used longest ago goes first."""

    def __init__(self, engines: Iterable[ScoringEngine] = (), *, build: Build = build_engine, most: int = 4) -> None:
        """Keep these for good, and at most so many others, which `build` makes."""
        self._lasting = {fingerprint(engine.rubric): engine for engine in engines}
        self._build = build
        self._most = most
        self._recent: OrderedDict[str, ScoringEngine] = OrderedDict()
        self._lock = Lock()

    def engine(self, rubric_fingerprint: str, body: str) -> ScoringEngine:
        """The engine for the rubric that a version's YAML holds.

        Raises:
            rubric.errors.RubricError: the YAML holds no rubric.
        """
        if rubric_fingerprint in self._lasting:
            return self._lasting[rubric_fingerprint]
        with self._lock:
            found = self._recent.pop(rubric_fingerprint, None)
            engine = found or self._build(rubric_of(body))
            self._recent[rubric_fingerprint] = engine
            while len(self._recent) > self._most:
                self._recent.popitem(last=False)
            return engine
