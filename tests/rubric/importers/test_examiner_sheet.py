"""From a page to a draft rubric."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubric.checks import check_rubric
from rubric.errors import PageError
from rubric.findings import Severity
from rubric.importers.examiner_sheet import ImportedPage, import_page
from rubric.loader import parse_rubric
from rubric.writer import write_yaml

PAGES = Path(__file__).parents[2] / "data" / "pages"
MARKETING = "Marketing planning"


def page_text(name: str) -> str:
    """A test page."""
    return (PAGES / name).read_text(encoding="utf-8")


def import_name(name: str) -> ImportedPage:
    """What is drafted from a test page."""
    return import_page(page_text(name))


def elements_of(page: ImportedPage) -> dict[str, list[str]]:
    """Element names and judges by criterion and group."""
    return {
        group.id: [f"{element.name} [{element.judge}]" for element in group.elements] for group in page.rubric.groups
    }


@pytest.mark.parametrize(
    ("name", "counts", "elements"),
    [
        (
            "marketing.txt",
            (3, 5, 2, 3),
            {
                "MP1": [
                    "Market segmentation [concept]",
                    "Targeting [concept]",
                    "Positioning [concept]",
                    "Named business [setting]",
                ],
                "MP2": [
                    "Product [concept]",
                    "Price [concept]",
                    "Place [concept]",
                    "Promotion [concept]",
                    "Digital channels affect customer acquisition [influence]",
                    "Search [concept]",
                    "Social media [concept]",
                ],
                "MP3": [
                    "Evaluating campaign results [evaluation]",
                    "Return on investment [concept]",
                    "Reach [concept]",
                    "Conversion rate [concept]",
                    "Justified recommendations [justification]",
                    "Recommendations [recommendation]",
                ],
                "X": [
                    "Budget [check]",
                    "Staff time [check]",
                    "Brand image [check]",
                    "Measurable targets [measure]",
                    "Timeline for the campaign [plan]",
                ],
            },
        ),
        (
            "people.txt",
            (2, 2, 0, 0),
            {
                "MP1": ["Maslow [concept]", "Herzberg [concept]", "Vroom [concept]", "Chosen organisation [setting]"],
                "MP2": [
                    "Internal sources of recruitment [concept]",
                    "External sources of recruitment [concept]",
                    "Examples [example]",
                ],
                "X": ["Cost [check]", "Fairness [check]"],
            },
        ),
        (
            "projects.md",
            (2, 1, 0, 2),
            {
                "MP1": ["Initiation [concept]", "Planning [concept]", "Monitoring [concept]", "Closure [concept]"],
                "MP2": [
                    "Assess the risks of a project [evaluation]",
                    "Scope creep [concept]",
                    "Late suppliers [concept]",
                    "Staff turnover [concept]",
                    "Propose trade-offs between time, cost and scope [recommendation]",
                    "Trade-offs between time [tension]",
                    "Cost [concept]",
                    "Scope [concept]",
                ],
            },
        ),
    ],
)
def test_a_page_becomes_criteria_with_elements_in_its_own_words(
    name: str, counts: tuple[int, int, int, int], elements: dict[str, list[str]]
) -> None:
    page = import_name(name)
    found = (len(page.marking_points), len(page.misconceptions), len(page.tips), len(page.key_concepts))
    assert found == counts
    assert elements_of(page) == elements
    assert (len(page.rubric.criteria), len(page.rubric.misconceptions), len(page.rubric.tips)) == counts[:3]


@pytest.mark.parametrize("name", ["marketing.txt", "people.txt", "projects.md"])
def test_a_draft_passes_every_check_but_the_new_source(name: str) -> None:
    rubric = import_name(name).rubric
    (finding,) = check_rubric(rubric, is_draft=True)
    assert finding.severity is Severity.WARNING
    assert "is not in the catalogue" in finding.message
    assert check_rubric(rubric, known_sources=rubric.criteria[0].sources) == ()


@pytest.mark.parametrize("name", ["marketing.txt", "people.txt", "projects.md"])
def test_a_draft_survives_being_written_and_read(name: str) -> None:
    rubric = import_name(name).rubric
    text = write_yaml(rubric, comment="a draft\nof two lines")
    assert text.startswith("# a draft\n# of two lines\nschema_version: 1\n")
    assert parse_rubric(text, "draft.yaml") == rubric


@pytest.mark.parametrize(
    ("name", "rubric_id", "title", "subject", "level"),
    [
        ("marketing.txt", "marketing_planning.level5", "Marketing planning at Level 5", MARKETING, "Level 5"),
        ("people.txt", "managing_people", "Managing People", "Managing People", "not stated"),
        ("projects.md", "running_projects", "Running Projects", "Running Projects", "not stated"),
    ],
)
def test_the_head_of_a_draft_comes_from_the_page(
    name: str, rubric_id: str, title: str, subject: str, level: str
) -> None:
    rubric = import_name(name).rubric
    assert (rubric.id, rubric.title, rubric.subject, rubric.level) == (rubric_id, title, subject, level)


def test_misconceptions_are_judged_as_they_are_worded() -> None:
    misconceptions = import_name("marketing.txt").rubric.misconceptions
    assert [misconception.judge for misconception in misconceptions] == [
        "confusion",
        "description_only",
        "unchecked_proposal",
        "unmeasured_proposal",
        "confusion",
    ]
    confused, described, unchecked, unmeasured, believed = misconceptions
    assert (confused.first.terms, confused.second.terms) == (("marketing",), ("advertising",))
    assert "MP3.evaluating_campaign_results" in described.remedies
    assert unchecked.about == ("MP3.justified_recommendations", "MP3.recommendations")
    assert unchecked.remedies == ("X.budget", "X.staff_time", "X.brand_image")
    assert unmeasured.remedies == ("X.measurable_targets", "X.timeline_campaign")
    assert believed.claims.phrases == ("every customer wants the lowest price",)


def test_short_forms_reach_the_lexicon() -> None:
    lexicon = import_name("marketing.txt").rubric.element("MP3.return_investment").lexicon
    assert (lexicon.terms, lexicon.abbreviations) == (("return on investment",), ("ROI",))


def test_a_key_concept_that_no_marking_point_uses_is_warned_of_and_earns_nothing() -> None:
    page = import_name("marketing.txt")
    assert page.key_concepts == ("Market Segmentation", "Net Promoter Score", "Double-Entry Bookkeeping")
    assert [concept.id for concept in page.rubric.key_concepts] == [
        "KC.net_promoter_score",
        "KC.double_entry_bookkeeping",
    ]
    warned = [warning for warning in page.warnings if "key concept" in warning]
    assert len(warned) == 2
    assert not any("Market Segmentation" in warning for warning in warned)


def test_a_key_concept_of_two_names_is_known_by_either() -> None:
    text = page_text("marketing.txt").replace("Double-Entry Bookkeeping:", "Double Entry and Trial Balance:")
    lexicon = import_page(text).rubric.key_concepts[1].lexicon
    assert lexicon.terms == ("Double Entry", "Trial Balance")


@pytest.mark.parametrize(
    ("bullet", "judge", "contrast"),
    [
        ("Confusing rent with tax.", "confusion", "Two different things: rent, and tax."),
        ("Listing costs without any figures.", "description_only", "Asked for as well: any figures."),
        ("Listing costs - no figures at all.", "description_only", "Compare your draft with this: no figures at all."),
        ("Recommending a loan without considering risk.", "unchecked_proposal", "Asked for as well: risk."),
        ("Thinking that tax is a gift.", "confusion", "Ask of each sentence whether it rests on this idea, "),
        ("Proposing solutions without (5 marks).", "confusion", "Asked for as well: (5 marks)."),
    ],
)
def test_a_misconception_comes_with_a_contrast(bullet: str, judge: str, contrast: str) -> None:
    page = import_page(f"Shops\nMarking points\n- Credit rent.\nMisconceptions\n- {bullet}\n")
    (misconception,) = page.rubric.misconceptions
    assert misconception.judge == judge
    assert misconception.contrast.startswith(contrast)


def wrap(text: str) -> str:
    """Every line broken after about 60 characters, as e-mail does it."""
    lines = (textwrap.wrap(line, 60, subsequent_indent="  " * line.startswith("-")) for line in text.split("\n"))
    return "\n".join("\n".join(line) for line in lines)


def number(text: str) -> str:
    """Bullets numbered anew under each heading."""
    numbered, count = [], 0
    for line in text.split("\n"):
        count = count + 1 if line.startswith("- ") else 0
        numbered.append(f"{count}. {line[2:]}" if count else line)
    return "\n".join(numbered)


def dress_headings(text: str, template: Callable[[str], str]) -> str:
    """The headings of the page changed, its long lines and bullets left alone."""
    lines = text.split("\n")
    return "\n".join(template(line) if 0 < len(line) < 60 and not line.startswith("-") else line for line in lines)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n- ", "\n\u2022 "),
        lambda text: text.replace("\n- ", "\n\u2022"),
        lambda text: text.replace("\n- ", "\n* "),
        lambda text: text.replace("\n- ", "\n\u2013 "),
        lambda text: text.replace("\n- ", "\n    o\t"),
        lambda text: text.replace("\n- ", "\n\u2022\n"),
        number,
        lambda text: number(text).replace("1. ", "a) ").replace("2. ", "b) "),
        wrap,
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: dress_headings(text, str.upper),
        lambda text: dress_headings(text, lambda line: f"{line}:"),
        lambda text: dress_headings(text, lambda line: f"\n## {line}\n"),
        lambda text: dress_headings(text, lambda line: f"**{line}**"),
        lambda text: (
            dress_headings(text, str.lower)
            .replace("\nexam tips", "\n## exam tips")
            .replace("\nkey concepts", "\n## key concepts")
            .replace("\ncommon", "\n## common")
            .replace("\nexaminer", "\n## examiner")
            .replace("\ntopic", "\n## topic")
        ),
        lambda text: text + "\n\n---\n\nFurther Reading\n- Award Winning Campaigns, 3rd edition\n",
    ],
)
def test_layout_makes_no_difference(change: Callable[[str], str]) -> None:
    text = page_text("marketing.txt")
    changed = change(text)
    assert changed != text
    assert import_page(changed).rubric == import_page(text).rubric


@pytest.mark.parametrize(
    ("missing", "warning"),
    [
        ("Exam Tips & Revision Strategies", "No exam tips were found"),
        ("Key Concepts & Core Principles", "No key concepts were found"),
        ("Common Misconceptions & Mistakes to Avoid", "No common misconceptions were found"),
        ("Examiner Marking Points", "bullets that begin like 'Award credit' were taken"),
    ],
)
def test_a_missing_heading_is_warned_of(missing: str, warning: str) -> None:
    text = page_text("marketing.txt").replace(f"{missing}\n", "\n")
    page = import_page(text)
    assert any(warning in message for message in page.warnings)
    assert len(page.rubric.criteria) >= 3


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("Marking points\n- Credit rent.", "The page has no title; the draft is called 'Untitled topic'"),
        ("Synopsis\nShop rent is dear.\nMarking points\n- Credit rent.", "the draft is called 'Shop rent'"),
        ("Shops\nMarking points\nCredit rent.\nCredit tax.", "The marking points have no bullet marks"),
        ("Shops\nMarking points\n- Credit rent.\n- (5 marks)", "left out because it credits nothing"),
        ("Shops\nMarking points\n- Credit rent.", "names no level"),
        ("Shops\nMarking points\n- Credit rent.", "The source 'shops-page' is new: add it to the catalogue"),
    ],
)
def test_an_odd_page_is_drafted_with_a_warning(text: str, warning: str) -> None:
    page = import_page(text)
    assert any(warning in message for message in page.warnings), page.warnings
    assert not any(finding.severity is Severity.ERROR for finding in check_rubric(page.rubric, is_draft=True))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (page_text("article.txt"), r"no marking points were found.*Headings found: What It Costs\."),
        ("nothing", r"No headings were found\."),
        ("Shops\nMarking points\n\nExam tips\n- plan", "no marking points were found"),
        ("Shops\nMarking points\n- (5 marks)", "no marking points were found"),
        ("Shops\nMarking points\n" + "- Credit rent.\n" * 61, "61 marking points were found"),
        ("Shops\nMarking points\n- Credit rent.\nExam tips\n" + "- plan\n" * 99, "99 exam tips were found"),
    ],
)
def test_a_page_that_cannot_be_drafted_from_says_why(text: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        import_page(text)


def test_long_and_strange_bullets_fit_the_schema() -> None:
    words = "extraordinarily " * 200
    lines = [
        words,
        "Marking points",
        f"- Award credit for {words} ({words}, {words}).",
        "- \u0434\u0435\u043d\u044c\u0433\u0438",
        "- 5S",
        "- {x} and {y}",
        "Misconceptions",
        f"- Confusing {words} with {words}",
        f"- {words}",
        "Tips",
        f"- {words}",
        f"- {words}",
        "Key concepts",
        f"- {words}",
        "- 4Ps",
    ]
    text = "\n".join(lines)
    rubric = import_page(text).rubric
    assert [criterion.id for criterion in rubric.criteria] == ["MP1", "MP2", "MP3", "MP4"]
    assert rubric.criteria[2].elements[0].id == "MP3.five"
    assert len({tip.id for tip in rubric.tips}) == 2


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("aA(),;:.-*\u2022 \n1e/&'\u27e6\u2039\u00a0\t#{}"), max_size=200))
def test_no_text_breaks_the_import(noise: str) -> None:
    page = import_page(
        f"Shops\nMarking points\n- Credit rent.\n- {noise}\nMisconceptions\n- {noise}\nKey concepts\n- {noise}"
    )
    assert parse_rubric(write_yaml(page.rubric), "draft.yaml") == page.rubric
