import pytest

from models.engine import ScoringEngine
from models.scoring.features import SentenceTable
from models.scoring.trained import tabulate_draft


@pytest.fixture(scope="package")
def table(engine: ScoringEngine) -> SentenceTable:
    """Two sentences in one paragraph and one in the next."""
    text = (
        "The shop keeps two binders ready, because a late programme is waste paper, and so 95% of its orders go out on "
        "the agreed day. A second binder costs 4 pence a booklet more.\n\nThe manager should train both printers on it."
    )
    return tabulate_draft(engine.rubric, engine.find_evidence(text)).sentences
