import pytest
from spacy.language import Language

from models.components.kpi_finder import KpiFinder
from models.evidence import Measure
from tests.models.components.reading import build_lexicon, match_and_count

MEASURES = {
    "X.kpis": build_lexicon(terms=["on-time rate", "lead time", "defect rate"]),
    "E.other": build_lexicon(terms=["kanban"]),
}


def _measures(parser: Language, text: str) -> tuple[Measure, ...]:
    doc = KpiFinder(("X.kpis",))(match_and_count(parser, text, MEASURES))
    found: tuple[Measure, ...] = doc._.measures
    return found


@pytest.mark.parametrize(
    ("text", "name", "baseline", "target", "by_when"),
    [
        (
            "The on-time rate should rise from 82% to 95% by March.",
            "on-time rate",
            "82%",
            "95%",
            "by March",
        ),
        (
            "Lead time is 9 days now and should fall to 4 days within six months.",
            "Lead time",
            "9 days",
            "4 days",
            "within six months",
        ),
        ("The target is a defect rate below 2%.", "defect rate", "", "2%", ""),
    ],
)
def test_a_measure_is_read_with_its_parts(
    parser: Language, text: str, name: str, baseline: str, target: str, by_when: str
) -> None:
    (found,) = _measures(parser, text)
    assert (found.name, found.baseline, found.target, found.by_when) == (name, baseline, target, by_when)


@pytest.mark.parametrize(
    "text",
    [
        "The on-time rate should rise.",
        "The kanban has 4 cards.",
        "The on-time rate is an old idea (Slack, 2019).",
        "The lead time matters to guests.",
        "In 2019 the defect rate was new to us.",
    ],
)
def test_a_measure_needs_a_name_and_a_figure(parser: Language, text: str) -> None:
    assert _measures(parser, text) == ()


def test_a_measure_has_the_offsets_of_its_sentence(parser: Language) -> None:
    text = "The crew is glad. The defect rate fell to 2%."
    (found,) = _measures(parser, text)
    assert text[found.start_char : found.end_char] == "The defect rate fell to 2%."


def test_each_sentence_has_its_own_measure(parser: Language) -> None:
    found = _measures(parser, "The defect rate fell to 2%. The lead time fell to 4 days.")
    assert [measure.name for measure in found] == ["defect rate", "lead time"]
