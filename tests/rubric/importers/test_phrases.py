"""Ideas in an examiner's sentence."""

import pytest

from rubric.importers.phrases import find_ideas, find_items, subject_of


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # lists in brackets
        ("Credit the mix (product, price, place and promotion).", ["product", "price", "place", "promotion"]),
        ("Credit models (e.g., waterfall, hybrid).", ["waterfall", "hybrid"]),
        ("Credit models (eg waterfall; hybrid, if justified).", ["waterfall", "hybrid", "if justified"]),
        ("Credit models [for example waterfall/hybrid].", ["waterfall", "hybrid"]),
        ("Credit models (such as waterfall", ["waterfall"]),
        ("Credit theories (Maslow (1943), Vroom).", ["Maslow", "Vroom"]),
        ("Credit theories (Herzberg (hygiene, motivators), Vroom).", ["hygiene", "motivators", "Herzberg", "Vroom"]),
        ("Credit a (b, c (d, e (f, g (h, i))))", ["b", "d", "e", "c"]),
        # remarks in brackets
        ("Credit cash flow (10 marks).", ["cash flow"]),
        ("Credit cash flow (up to 10 marks), break-even (see unit 3).", ["cash flow", "break-even"]),
        # lists in the sentence
        (
            "Credit growth through new products, new markets, and takeovers.",
            ["growth", "new products", "new markets", "takeovers"],
        ),
        ("Credit how firms grow through mergers and licensing.", ["mergers", "licensing"]),
        ("Credit costs such as rent, wages etc.", ["costs", "rent", "wages"]),
        (
            "Credit internal and external sources of finance.",
            ["internal sources of finance", "external sources of finance"],
        ),
        ("Credit rent and external finance.", ["rent", "external finance"]),
        ("Credit health and safety and its cost.", ["health and safety", "cost"]),
        # one idea
        (
            "Award credit for demonstrating a clear and detailed understanding of the break-even point.",
            ["break-even point"],
        ),
        ("Award credit.", ["Award credit"]),
        ("Students must be able to explain rent.", ["rent"]),
    ],
)
def test_ideas_are_named_in_the_words_of_the_page(sentence: str, names: list[str]) -> None:
    assert [idea.name for idea in find_ideas(sentence)] == names


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        ("Credit rent and wages and their trade-offs.", {"tension": "trade-offs"}),
        ("Credit rent in a specific retail context.", {"setting": "specific retail context"}),
        ("Credit pricing for a named business.", {"setting": "named business"}),
        ("Credit how robots affect output.", {"influence": "robots affect output"}),
        ("Marks for evaluating a merger.", {"evaluation": "evaluating a merger"}),
        (
            "Credit a balanced judgement of strengths and weaknesses.",
            {"evaluation": "judgement of strengths and weaknesses"},
        ),
        (
            "Credit theory and provide justified recommendations for change.",
            {"justification": "justified recommendations for change", "recommendation": "recommendations for change"},
        ),
        ("Credit theory, supported by real-world examples.", {"example": "real-world examples"}),
        (
            "Credit a roadmap for launch and measurable targets.",
            {"plan": "roadmap for launch", "measure": "measurable targets"},
        ),
        ("Compare two suppliers.", {"comparison": "Compare two suppliers"}),
        ("Credit relationship marketing, link building and present value.", {}),
    ],
)
def test_turns_of_phrase_call_for_their_own_judge(sentence: str, judged: dict[str, str]) -> None:
    found = {idea.judge: idea.name for idea in find_ideas(sentence) if idea.judge != "concept"}
    assert found == judged


@pytest.mark.parametrize(
    ("sentence", "short_forms"),
    [
        ("Credit net present value (NPV) and payback.", {"net present value": "NPV", "payback": ""}),
        ("Credit return on investment (ROI).", {"return on investment": "ROI"}),
        ("Credit measures (such as return on investment (ROI), reach).", {"return on investment": "ROI", "reach": ""}),
        ("Credit key performance ratios (KPRs).", {"key performance ratios": "KPRs"}),
        (
            "Credit segmentation, targeting, positioning (STP).",
            {"segmentation": "", "targeting": "", "positioning": ""},
        ),
        ("Credit software (SAP, ERP).", {"SAP": "", "ERP": ""}),
    ],
)
def test_a_short_form_stays_with_the_words_it_stands_for(sentence: str, short_forms: dict[str, str]) -> None:
    assert {idea.name: idea.abbreviation for idea in find_ideas(sentence)} == short_forms


@pytest.mark.parametrize("sentence", ["", "(10 marks)", "...", "\u27e65\u27e7", "()", "12 34"])
def test_a_sentence_without_words_has_no_ideas(sentence: str) -> None:
    assert find_ideas(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Award credit for analysing net present value (NPV) using figures.", "net present value"),
        ("Credit evidence of how firms can be run through lean, agile and TQM.", "how firms can be run"),
        ("Credit use of cash flow forecasts to judge a project.", "cash flow forecasts"),
        ("Credit rent, wages, tax and the other costs of running a shop.", "rent, wages, tax and the other costs"),
        ("(10 marks)", ""),
    ],
)
def test_the_subject_is_what_a_point_is_about(sentence: str, subject: str) -> None:
    assert subject_of(sentence) == subject


def test_a_plain_list_gives_its_items() -> None:
    assert [idea.name for idea in find_items("the risk, its cost, or fit with culture")] == [
        "risk",
        "cost",
        "fit with culture",
    ]


@pytest.mark.parametrize("brackets", ["(a, b) " * 10_000, "(a, b " * 10_000, "(a, b " * 300 + ")" * 300, "(" * 10_000])
def test_ten_thousand_brackets_are_no_trouble(brackets: str) -> None:
    assert find_ideas("Credit rent " + brackets)[0].name in {"rent", "a"}
