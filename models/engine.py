"""The scoring engine: a draft's text in, every judgement with its evidence out."""

from collections.abc import Sequence

from models.evidence import Evidence
from models.pipeline import EvidenceFinder
from models.scores import DraftScore
from models.scoring.credit import settle_credit
from models.scoring.flags import is_on_topic
from models.scoring.rules import score_evidence
from rubric.fingerprint import fingerprint
from rubric.schema import Rubric

ENGINE_VERSION = "0.1.0"


class ScoringEngine:
    """Scores drafts by one rubric. Safe to share between threads; the same text always gives the same answer."""

    version = ENGINE_VERSION

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._fingerprint = fingerprint(rubric)
        self._finder = EvidenceFinder(rubric)

    def score(self, text: str, *, given: Sequence[str] = ()) -> DraftScore:
        """Judge one draft. A text that cannot be judged gets None for every judgement, with the reason.

        Args:
            text: The draft.
            given: What the writer was given, such as the prompt and the case. Runs of eight or more of its words earn
                nothing and are flagged; its facts in the writer's own words earn as ever.
        """
        return self.judge(self.find_evidence(text, given=given))

    def find_evidence(self, text: str, *, given: Sequence[str] = ()) -> Evidence:
        """The first half of `score`: everything in the draft that bears on the rubric."""
        found = self._finder.find(text, given=given)
        return settle_credit(found, on_topic=is_on_topic(self.rubric, found))

    def judge(self, evidence: Evidence) -> DraftScore:
        """The second half of `score`: what is made of the evidence."""
        return score_evidence(self.rubric, evidence, engine_version=self.version, rubric_fingerprint=self._fingerprint)


def build_engine(rubric: Rubric) -> ScoringEngine:
    """An engine that is ready to score.

    Raises:
        models.errors.ModelMissingError: the language model package is missing or has another version.
    """
    return ScoringEngine(rubric)
