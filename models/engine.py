"""The scoring engine: a draft's text in, every judgement with its evidence out."""

from collections.abc import Sequence
from dataclasses import replace

from threadpoolctl import ThreadpoolController

from models.artefacts.files import fits, load_packaged
from models.asides import hear_asides
from models.encoder import require_encoder
from models.evidence import Evidence
from models.pipeline import EvidenceFinder
from models.scores import LEAST_SCRIPTS, DraftScore
from models.scoring.credit import settle_credit
from models.scoring.judge import Judge
from models.scoring.rules import Judgements, judge_by_rules, score_evidence
from models.scoring.topic import Topic, read_topic
from models.scoring.trained import judge_draft, without_numbers
from models.scoring.unrelated import mark_unrelated
from rubric.fingerprint import fingerprint
from rubric.schema import Rubric

ENGINE_VERSION = "0.2.0"


class ScoringEngine:
    """Scores drafts by one rubric. Safe to share between threads; the same text always gives the same answer."""

    def __init__(self, rubric: Rubric, judge: Judge | None, *, withheld: str = "") -> None:
        """Take a rubric and the models trained for it, if any.

        Args:
            rubric: What drafts are read against.
            judge: The trained models; without them the hand-set rules judge.
            withheld: Why bands and the estimate are withheld; empty where they are shown.
        """
        self.rubric = rubric
        self.version = version_of(judge)
        self._judge = judge
        self._withheld = withheld
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
        return settle(self.rubric, self.find_all(text, given=given), self._judge)

    def find_all(self, text: str, *, given: Sequence[str] = ()) -> Evidence:
        """Everything that was found, whether or not it can be credited."""
        return self._finder.find(text, given=given)

    def judge(self, evidence: Evidence) -> DraftScore:
        """The second half of `score`: what is made of the evidence."""
        return score_evidence(
            self.rubric,
            evidence,
            engine_version=self.version,
            rubric_fingerprint=self._fingerprint,
            judging=self._judgements,
        )

    def _judgements(self, rubric: Rubric, evidence: Evidence) -> Judgements:
        judged = judge_by_rules(rubric, evidence) if self._judge is None else judge_draft(self._judge, rubric, evidence)
        return without_numbers(judged, self._withheld) if self._withheld else judged


def settle(rubric: Rubric, found: Evidence, judge: Judge | None) -> Evidence:
    """The evidence with what can earn nothing marked so, and whether the draft is about the rubric's subject."""
    if judge is not None:
        found = hear_asides(found)
    topic = read_topic(rubric, found, judge) if found.judgeable else Topic.OTHER
    settled = settle_credit(found, on_topic=topic is not Topic.OTHER)
    if judge is not None and judge.unrelated is not None and found.judgeable:
        settled = mark_unrelated(judge.unrelated, settled)
    return replace(settled, topic_in_doubt=topic is Topic.IN_DOUBT)


def version_of(judge: Judge | None) -> str:
    """The version that scores are stored under: the engine's, and the beginning of the models' hash."""
    return f"{ENGINE_VERSION}+{judge.digest}" if judge and judge.digest else ENGINE_VERSION


def build_engine(
    rubric: Rubric, *, judge: Judge | None = None, least_scripts: int = LEAST_SCRIPTS, baseline: bool = False
) -> ScoringEngine:
    """An engine that is ready to score, with the models trained for the rubric where there are any.

    Args:
        rubric: What drafts are read against.
        judge: Models trained for the rubric, in place of those that come with the program.
        least_scripts: With fewer marked scripts behind them than that, bands and the estimate are withheld.
        baseline: Whether the hand-set rules judge alone, and say all they can: what models are compared with.

    Raises:
        models.errors.ModelMissingError: a package of model weights is missing or has another version.
    """
    _keep_to_one_thread()
    if baseline:
        return ScoringEngine(rubric, None)
    found = judge or load_packaged(rubric.id)
    if found is None or not fits(found, rubric):
        return ScoringEngine(rubric, None, withheld=_NO_MODELS)
    require_encoder()
    if found.scripts < least_scripts:
        return ScoringEngine(rubric, found, withheld=_TOO_FEW.format(found=found.scripts, wanted=least_scripts))
    return ScoringEngine(rubric, found)


def _keep_to_one_thread() -> None:
    """Have the sums of this process done on one thread each, from now on.

    Drafts are spread over processes and threads as they come. When each of two processes spread its sums over the same
    two processors as well, a text of a few sentences took both of them six times as long; alone it gains nothing.
    """
    ThreadpoolController().limit(limits=1, user_api="blas")


_NO_MODELS = "No marked scripts have taught the program this rubric yet, so it gives no band."
_TOO_FEW = "The program has learned from {found} marked scripts, and gives bands from {wanted} on."
