"""Whatever a draft holds, every finding's words stand where its offsets say."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.engine import ScoringEngine
from models.evidence import EvidenceSpan
from models.scores import DraftScore
from tests.robustness.rates import sound_drafts

DRAFTS = sound_drafts(3)
ODD = [
    "\u200b",
    "\u00ad",
    "\u0430",
    "\ufeff",
    "\r\n",
    "\t",
    "\u2028",
    "\ufb01",
    "\U0001f600",
    "\n\n- ",
    "\n# ",
    '"',
    "é",
    "½",
]


def spans_of(scored: DraftScore) -> list[EvidenceSpan]:
    elements = [each for criterion in scored.criteria for each in criterion.elements]
    found = [span for each in (*elements, *scored.support) for span in each.evidence]
    found += [span for criterion in scored.criteria for span in criterion.evidence]
    found += [span for misconception in scored.misconceptions for span in misconception.evidence]
    return [*found, *scored.key_concepts, *(span for flag in scored.flags for span in flag.spans)]


@st.composite
def odd_drafts(draw: st.DrawFn) -> str:
    """A passage of a sound draft with odd characters strewn in, or any text at all."""
    if draw(st.booleans()):
        return draw(st.text(max_size=300))
    draft = draw(st.sampled_from(DRAFTS))
    start = draw(st.integers(0, max(len(draft) - 900, 0)))
    text = draft[start : start + 900]
    for _ in range(draw(st.integers(0, 8))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(ODD)) + text[place:]
    return text


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=odd_drafts())
def test_the_words_of_every_finding_stand_at_its_offsets(engine: ScoringEngine, text: str) -> None:
    scored = engine.score(text)
    assert scored.text == text
    starts = {paragraph.start_char for paragraph in scored.paragraphs}
    assert all(0 <= start <= len(text) for start in starts)
    for span in spans_of(scored):
        assert 0 <= span.start_char < span.end_char <= len(text)
        words = text[span.start_char : span.end_char]
        assert words.strip()
        assert not words[0].isspace()
