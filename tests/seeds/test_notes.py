import re
from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from seeds.catalogue import Source, load_catalogue
from seeds.errors import SeedError
from seeds.notes import NoteSection, load_notes, parse_notes

SERVED = {
    "MP1": "cost quality speed dependability flexibility tradeoffs context",
    "MP2": "design technology influence",
    "MP3": "lean agile tqm other evaluation recommendations justification",
    "MP4": "improvement innovation alignment examples",
    "X": "kpis roadmap feasibility cost culture",
    "T": "framework quant qual benchmark",
    "KC": "customer_lifetime_value sales_funnel marketing_communications account_management marketing_analytics",
}
MISCONCEPTIONS = {"MC1", "MC2", "MC3", "MC4"}

TEXT = "The lock takes nine minutes and the queue forms at noon. " * 5


def boats(source_id: str = "canal-boats") -> Source:
    unknown = dict.fromkeys(("author", "year", "licence", "address"), "unknown")
    return Source.model_validate(
        {"id": source_id, "file_name": "boats.txt", "title": "Boats", "gives": "Pace.", **unknown}
    )


def note(*, title: str = "Locks and queues", serves: str = "Serves: MP1.speed, MC1", text: str = TEXT) -> str:
    return f"# Canal boats\n\n## {title}\n{serves}\n\n{text}\n"


def sections_of(source_id: str) -> tuple[NoteSection, ...]:
    return tuple(section for section in load_notes() if section.source_id == source_id)


def test_every_source_has_notes_in_catalogue_order() -> None:
    assert list(Counter(section.source_id for section in load_notes())) == [source.id for source in load_catalogue()]


def test_notes_serve_every_element_misconception_and_key_concept_and_nothing_unknown() -> None:
    elements = {f"{group}.{name}" for group, names in SERVED.items() for name in names.split()}
    assert {served for section in load_notes() for served in section.elements} == elements | MISCONCEPTIONS


def test_section_ids_are_unique() -> None:
    ids = [section.id for section in load_notes()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("section", load_notes(), ids=lambda section: section.id)
def test_section_is_plain_prose_fit_to_be_shown(section: NoteSection) -> None:
    assert 40 <= len(section.text.split()) <= 140
    assert section.text.endswith((".", "?"))
    assert not re.search(r"[*_`#<>|\[\]]|https?:|^[-\d]", section.text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("source_id", "facts"),
    [
        (
            "topic-page",
            "inputs design technology edge layout capacity automation erp lean agile 'total quality management' "
            "benchmark feasible skills cost 'day-to-day' framework marketing examples strategic",
        ),
        (
            "strategic-operations",
            "inventory 'supply chain' processes customers technology cloud 'artificial intelligence' efficiency "
            "effectiveness dashboards forecasting competitors resources unexpected collaboration borders innovation "
            "culture hiring suppliers lean",
        ),
        (
            "operations-and-technology",
            "toyota southwest zara 1990s internet strategy executed silos finance marketing procurement "
            "waste sustainable",
        ),
        (
            "strategy-versus-operations",
            "scope focus level time link 'long run' 'top of the company' middle markets competitors resources",
        ),
        (
            "operations-in-practice",
            "objectives tasks individuals centralised decentralised hybrid strategic tactical implementation "
            "optimisation improvement manager automation 'artificial intelligence' analytics integration markets "
            "countries deadline rules limited micromanagement kpis",
        ),
    ],
)
def test_notes_cover_what_the_source_gives(source_id: str, facts: str) -> None:
    text = " ".join(f"{section.title} {section.text}" for section in sections_of(source_id)).lower()
    wanted = [quoted or word for quoted, word in re.findall(r"'([^']+)'|(\S+)", facts)]
    assert [fact for fact in wanted if fact not in text] == []


def test_key_concept_notes_say_that_they_earn_nothing() -> None:
    about = [section for section in load_notes() if any(served.startswith("KC.") for served in section.elements)]
    assert all(served.startswith("KC.") for section in about for served in section.elements)
    assert ["earn nothing" in section.title or "rewards" in section.text for section in about] == [True, True]


def test_section_is_read_with_its_paragraphs() -> None:
    (section,) = parse_notes("canal-boats", note(text=f"{TEXT}\n\nAnd\nthen?\n"))
    assert section == NoteSection(
        id="canal-boats#locks-and-queues",
        source_id="canal-boats",
        title="Locks and queues",
        elements=("MP1.speed", "MC1"),
        text=f"{TEXT.strip()}\n\nAnd then?",
    )


def test_section_that_serves_none_and_windows_line_ends_are_read() -> None:
    (section,) = parse_notes("canal-boats", note(serves="Serves: none").replace("\n", "\r\n"))
    assert (section.title, section.elements) == ("Locks and queues", ())


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        ("", "begin with a line"),
        ("# Canal boats\n", "begin with a line"),
        (f"# Canal boats\n\nSome words.\n\n## Locks\nServes: none\n\n{TEXT}", "begin with a line"),
        (note().removeprefix("# Canal boats"), "begin with a line"),
        (note(serves="Serve: MP1.speed"), "section 'Locks and queues': the line after the title"),
        (note(serves=""), "section 'Locks and queues': the line after the title"),
        (note(serves="Serves: "), "section 'Locks and queues': elements ''"),
        (note(serves="Serves: MP1.speed MC1"), "elements 'MP1.speed MC1'"),
        (note(serves="Serves: mp1.speed"), "elements 'mp1.speed'"),
        (note(serves="Serves: MP1.speed, MP1.speed"), "named twice"),
        (note(serves="Serves: none, MC1"), "elements 'none'"),
        (note(text="word " * 39), "39 words; write 40 to 140"),
        (note(text="word " * 141), "141 words; write 40 to 140"),
        (note(title="?!"), "section '\\?!': id"),
        (note() + note().removeprefix("# Canal boats\n\n"), "two sections are called"),
    ],
)
def test_misshapen_notes_are_refused_with_their_place(markdown: str, message: str) -> None:
    with pytest.raises(SeedError, match=rf"canal-boats\.md.*{message}"):
        parse_notes("canal-boats", markdown)


@pytest.mark.parametrize("words", [40, 140])
def test_shortest_and_longest_section_are_taken(words: int) -> None:
    assert len(parse_notes("canal-boats", note(text="word " * words))) == 1


@pytest.mark.parametrize("field", list(NoteSection.model_fields))
def test_section_does_not_change(field: str) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(load_notes()[0], field, "another")


def test_source_without_notes_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"source 'canal-boats' has no notes"):
        load_notes(tmp_path, [boats()])


def test_notes_without_a_source_are_named(tmp_path: Path) -> None:
    for name in ("canal-boats", "barges"):
        (tmp_path / f"{name}.md").write_text(note(), encoding="utf-8")
    with pytest.raises(SeedError, match=r"barges\.md: no source has the id 'barges'"):
        load_notes(tmp_path, [boats()])
