"""The data that models learn from is whole, and its card tells the truth about it."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from statistics import mean, median
from typing import Any

import pytest

from models.evaluation.groups import load_writers
from models.evaluation.scripts import find_scripts
from models.evaluation.spans import load_sentence_labels
from tests.models.marked_data import (
    CARD,
    DATA,
    HIGHEST,
    IDS,
    MARKED_TWICE,
    PLAIN_CARD,
    ROOT,
    RUBRIC,
    TWICE,
    correlation,
    count_words,
    figures_of,
    judgements_of,
    marks_by,
    measure_agreements,
    read_adjudicated,
    read_marks,
    read_pairs,
    read_rows,
    read_text,
    texts_of_pairs,
    unlike_their_sentences,
    verdicts_on,
)
from tests.models.short_texts import (
    ELSEWHERE,
    FAMILIES,
    differing_sentences,
    families_by,
    guess_by_kind,
    lengths_by_level,
    longer_and_shorter,
    runs_of,
)

FUNCTIONS = {
    *("define", "describe", "assert", "explain", "evaluate", "tradeoff", "recommend", "justify", "example", "quantify"),
    *("plan", "compare", "exclude", "signpost", "quote", "marker", "offtopic", "other_language", "none"),
}


def test_every_script_has_marks_labels_and_a_writer() -> None:
    ids = set(find_scripts(DATA / "scripts"))
    assert ids == set(read_marks("marks.jsonl")) == set(load_writers(DATA / "writers.csv"))
    assert ids == {path.stem for path in (DATA / "sentences").iterdir()}


def test_every_writer_wrote_sixteen_scripts() -> None:
    sizes = Counter(load_writers(DATA / "writers.csv").values())
    assert sizes == dict.fromkeys((*"hijklm", *MARKED_TWICE), 16)


def test_marks_and_writers_are_in_order_of_their_scripts() -> None:
    for name in ("marks.jsonl", "marks.first.jsonl", "marks.second.jsonl"):
        assert list(read_marks(name)) == sorted(read_marks(name)), name
    with (DATA / "writers.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    assert ids == sorted(ids)


def test_sentences_lie_at_their_offsets_in_order() -> None:
    for script_id, path in find_scripts(DATA / "sentences").items():
        labels = load_sentence_labels(path, RUBRIC, read_text(script_id))
        assert [label.n for label in labels] == list(range(1, len(labels) + 1)), script_id
        assert all(one.end <= other.start for one, other in pairwise(labels)), script_id
        assert {label.script for label in labels} == {script_id}
        assert {each for label in labels for each in label.functions} <= FUNCTIONS, script_id
        assert {each for label in labels for each in label.misconceptions} <= set(IDS), script_id


@pytest.mark.parametrize("name", ["marks.jsonl", "marks.first.jsonl", "marks.second.jsonl"])
def test_quotes_of_markers_are_in_their_scripts(name: str) -> None:
    for script_id, marks in read_marks(name).items():
        text = read_text(script_id)
        assert all(quote in text for quotes in marks.evidence.values() for quote in quotes), script_id


@pytest.mark.parametrize("name", ["marks.jsonl", "marks.first.jsonl", "marks.second.jsonl"])
def test_markers_leave_nothing_untold(name: str) -> None:
    for marks in read_marks(name).values():
        judged = [*marks.bands.values(), *marks.elements.values(), *marks.misconceptions.values()]
        assert None not in [*judged, marks.overall, marks.on_topic], marks.id


def test_second_marks_cover_every_writer_but_h_to_m() -> None:
    writers = load_writers(DATA / "writers.csv")
    expected = {script_id for script_id, writer in writers.items() if writer in MARKED_TWICE}
    assert expected == {script_id for script_id, writer in writers.items() if writer not in tuple("hijklm")}
    assert set(read_marks("marks.first.jsonl")) == set(read_marks("marks.second.jsonl")) == expected


def test_every_disagreement_was_adjudicated_but_on_writers_e_to_g() -> None:
    first, second = read_marks("marks.first.jsonl"), read_marks("marks.second.jsonl")
    expected: dict[tuple[str, str], tuple[object, object]] = {}
    for script_id in (each for each in first if each > "s200"):
        ours, theirs = judgements_of(first[script_id]), judgements_of(second[script_id])
        expected |= {(script_id, what): (ours[what], theirs[what]) for what in ours if ours[what] != theirs[what]}
        one, other = first[script_id].overall or 0, second[script_id].overall or 0
        if abs(one - other) > 5:
            expected[script_id, "overall"] = one, other
    assert {key: (row["first"], row["second"]) for key, row in read_adjudicated().items()} == expected
    assert len(read_adjudicated()) == len(read_rows("adjudication.jsonl"))
    assert all(row["reason"].strip() for row in read_rows("adjudication.jsonl"))


def test_definitive_marks_are_what_was_agreed_or_adjudicated() -> None:
    first, second, adjudicated = read_marks("marks.first.jsonl"), read_marks("marks.second.jsonl"), read_adjudicated()
    for script_id, marks in read_marks("marks.jsonl").items():
        if script_id not in first:
            continue
        if script_id < "s200":
            assert marks == first[script_id]
            continue
        for what, agreed in judgements_of(first[script_id]).items():
            row = adjudicated.get((script_id, what))
            assert judgements_of(marks)[what] == (row["definitive"] if row else agreed), (script_id, what)
        row = adjudicated.get((script_id, "overall"))
        ours, theirs = first[script_id].overall, second[script_id].overall
        assert ours is not None
        assert theirs is not None
        assert marks.overall == (row["definitive"] if row else (ours + theirs) / 2), script_id


def test_elements_have_the_level_of_their_best_sentence() -> None:
    writers = load_writers(DATA / "writers.csv")
    separately = [script_id for script_id, writer in writers.items() if writer in "efg"]
    assert not unlike_their_sentences(writers.keys() - separately)
    count = len(unlike_their_sentences(separately))
    assert f"of their {len(separately) * len(RUBRIC.elements):,} element levels {count} are not" in PLAIN_CARD


@pytest.mark.parametrize("item", IDS)
def test_pairs_and_paraphrases_are_at_least_four(item: str) -> None:
    assert sum(row["element_id"] == item for row in read_rows("pairs.jsonl")) >= 4
    assert sum(row["element_id"] == item for row in read_rows("paraphrases.jsonl")) >= 4


def test_the_halves_of_a_pair_differ_in_text_and_level() -> None:
    for row in read_pairs():
        assert row["text"] != row["other_text"], row["id"]
        assert row["level"] != row["other_level"], row["id"]
        assert {row["level"], row["other_level"]} <= set(range(HIGHEST[row["element_id"]] + 1)), row["id"]


def test_paraphrases_make_their_point_fully() -> None:
    assert all(row["level"] == HIGHEST[row["element_id"]] for row in read_rows("paraphrases.jsonl"))


def test_texts_about_something_else_have_no_element() -> None:
    rows = read_rows("elsewhere.jsonl")
    assert len({row["text"] for row in rows}) == len(rows) >= 400
    assert {(row["element_id"], row["level"], row["kind"]) for row in rows} == {("", 0, "elsewhere")}
    assert {row["writer"] for row in rows} == set(ELSEWHERE)
    assert len({row["family"] for row in rows}) == len(rows)


def test_asides_are_of_two_kinds_and_unlike_one_another() -> None:
    rows = read_rows("asides.jsonl")
    assert all(row.keys() == {"writer", "kind", "text"} for row in rows)
    assert len({" ".join(row["text"].lower().split()) for row in rows}) == len(rows)
    assert Counter(row["kind"] for row in rows[:560]) == {"marker": 320, "none": 240}
    assert Counter(row["kind"] for row in rows[560:1400]) == {"marker": 2 * 420}
    assert Counter(row["kind"] for row in rows[1400:]) == {"marker": 240, "none": 420}


def test_families_hold_two_to_four_texts_of_unlike_levels() -> None:
    families: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in read_rows("families.jsonl"):
        families.setdefault((row["writer"], row["family"]), []).append(row)
        assert 0 <= row["level"] <= HIGHEST[row["element_id"]]
        assert set(row.get("also", {})) <= set(IDS) - {row["element_id"]}, row
    for key, members in families.items():
        assert 2 <= len(members) <= 4, key
        assert len({row["element_id"] for row in members}) == 1, key
        assert len({row["level"] for row in members}) > 1, key
    assert {row["element_id"] for row in read_rows("families.jsonl")} == set(IDS)
    assert {row["writer"] for row in read_rows("families.jsonl")} == set(FAMILIES["all"])


def test_the_card_tells_how_the_families_of_aa_to_ac_are_built() -> None:
    families = families_by(FAMILIES["aa to ac"])
    count = sum(differing_sentences(family) == 1 for family in families)
    assert f"in {count:,} of the {len(families):,} families they differ in one sentence only" in PLAIN_CARD
    single = sum(len(re.split(r"(?<=[.!?])\s+", family[0]["text"])) == 1 for family in families)
    assert f"{single} are a single sentence" in PLAIN_CARD
    assert not any("MP1.context" in row.get("also", {}) for family in families for row in family)


def test_the_card_tells_how_the_families_of_ad_and_ae_are_built() -> None:
    families = families_by(FAMILIES["ad and ae"])
    rows = [row for family in families for row in family]
    elements = {each.id for each in RUBRIC.elements}
    per_element = Counter(family[0]["element_id"] for family in families)
    assert per_element == {**dict.fromkeys(elements - {"MP1.context"}, 16), "MP3.agile": 15}
    assert Counter(len(family) for family in families) == {3: len(families) - 1, 2: 1}
    assert {len(re.split(r"(?<=[.!?])\s+", row["text"])) for row in rows} == {3}
    assert {differing_sentences(family) for family in families} == {1}
    lengths = [[count_words(row["text"]) for row in family] for family in families]
    assert max(max(each) - min(each) for each in lengths) == 3
    assert not any("MP1.context" in row.get("also", {}) for row in rows)
    common = sum(row["kind"] in {"implicit", "depth"} for row in rows)
    assert f"In all {len(families)} the variants differ in one sentence" in PLAIN_CARD
    assert f"{common:,} of the {len(rows):,} texts are of kind `implicit` or `depth`" in PLAIN_CARD


def test_no_short_text_occurs_twice_or_is_taken_from_a_script() -> None:
    texts = texts_of_pairs() + [
        row["text"]
        for name in ("paraphrases.jsonl", "families.jsonl", "elsewhere.jsonl", "asides.jsonl")
        for row in read_rows(name)
    ]
    repeated = {text for text, count in Counter(texts).items() if count > 1}
    assert not repeated
    written = {run for script_id in read_marks("marks.jsonl") for run in runs_of(read_text(script_id))}
    assert not [text for text in texts if not written.isdisjoint(runs_of(text))]


def test_no_family_shares_ten_running_words_with_a_pair_or_paraphrase() -> None:
    texts = [*texts_of_pairs(), *(row["text"] for row in read_rows("paraphrases.jsonl"))]
    held_out = {run for text in texts for run in runs_of(text)}
    assert not [row for row in read_rows("families.jsonl") if not held_out.isdisjoint(runs_of(row["text"]))]


def _counts() -> Mapping[str, str]:
    marks = read_marks("marks.jsonl")
    lengths = {script_id: count_words(read_text(script_id)) for script_id in marks}
    sentences = sum(len(read_rows(f"sentences/{script_id}.jsonl")) for script_id in marks)
    families = read_rows("families.jsonl")
    situations = {(row["writer"], row["family"]) for row in families}
    verdicts, new_verdicts = verdicts_on(MARKED_TWICE), verdicts_on(TWICE["cm and co"])
    adjudicated = {name: sum(verdicts_on(names).values()) for name, names in TWICE.items()}
    negations = [row["level"] for row in families if row["kind"] == "negation"]
    elsewhere = Counter(row["writer"] for row in read_rows("elsewhere.jsonl"))
    asides = Counter(row["kind"] for row in read_rows("asides.jsonl"))
    labelled = sum(
        "marker" in row["functions"] for script_id in marks for row in read_rows(f"sentences/{script_id}.jsonl")
    )
    return {
        "texts": f"{len(marks)} texts, {min(lengths.values())} to {max(lengths.values()):,} words",
        "half": f"half of them under {int(median(lengths.values())) + 1}",
        "sentences": f"{sentences:,} sentences",
        "combinations": f"({len({tuple(each.bands.values()) for each in marks.values()})} combinations of bands",
        "marked twice": f"{len(read_marks('marks.second.jsonl'))} have a second",
        "disagreements": f"{len(read_rows('adjudication.jsonl'))} disagreements on the 640",
        "disagreements by writers": f"({', '.join(f'{adjudicated[name]} on {name}' for name in [*TWICE][1:])})",
        "verdicts": f"{verdicts['first']} went to the first marker, {verdicts['second']} to the second",
        "between": f"{verdicts['between']} were set between them",
        "new verdicts": f"on cm and co {new_verdicts['first']}, {new_verdicts['second']} and {new_verdicts['between']}",
        "pairs": f"{len(read_rows('pairs.jsonl'))} minimal pairs",
        "fresh pairs": f"{len(read_rows('pairs_fresh.jsonl'))} more, 12 of each of eight kinds",
        "paraphrases": f"{len(read_rows('paraphrases.jsonl'))} texts that make a point",
        "elsewhere": f"{elsewhere.total()} short texts that are no answer",
        "elsewhere by t and u": f"| {elsewhere['t']} on 30 other subjects by t; {elsewhere['u']} by u:",
        "elsewhere by af": f"| af | `elsewhere.jsonl` only | {elsewhere['af']} on other subjects",
        "elsewhere by ag": f"| ag | `elsewhere.jsonl` only | {elsewhere['ag']}: letters",
        "elsewhere by ba": f"| ba | `elsewhere.jsonl` only | {elsewhere['ba']}:",
        "asides": f"{asides.total():,} short texts: {asides['marker']:,} of kind `marker`",
        "near misses": f"{asides['none']} of kind `none` are near misses",
        "asides in scripts": f"of the {labelled} sentences in scripts that are labelled `marker`",
        "families": f"{len(families):,} short texts in {len(situations):,} families",
        "negation": f"of {len(negations)} texts of kind `negation` {negations.count(0)} are level 0",
        "off topic": f"wholly off topic ({sum(not each.on_topic for each in marks.values())})",
        "length": f"`overall` at {correlation(marks, lengths):.2f} over all",
        "length of a to s": f"at {correlation(marks_by('abcdefghijklmqrs'), lengths):.2f} on writers a to s",
        **{
            f"length of {name}": f"{correlation(marks_by(TWICE[name]), lengths):.2f} on {name}" for name in [*TWICE][3:]
        },
    }


def test_the_card_counts_what_is_there() -> None:
    missing = [phrase for phrase in _counts().values() if phrase not in PLAIN_CARD]
    assert not missing


@pytest.mark.parametrize("element_id", ["T.framework", "MP3.other"])
def test_the_card_tells_the_support_of_rare_elements(element_id: str) -> None:
    levels = [marks.elements[element_id] or 0 for marks in read_marks("marks.jsonl").values()]
    support = sum(level > 0 for level in levels), levels.count(2)
    told = re.search(rf"{element_id} (?:is )?in (\d+)(?: scripts)? and developed in (\d+)", PLAIN_CARD)
    assert told is not None
    assert (int(told[1]), int(told[2])) == support


def test_the_card_tells_how_length_leaks() -> None:
    by_level = {
        level: mean(
            count_words(row["text"])
            for row in read_rows("families.jsonl")
            if row["level"] == level and not row["element_id"].startswith("MC")
        )
        for level in range(3)
    }
    told = re.search(r"level 2 have (\d+) words on average, level 1 has (\d+) and level 0 has (\d+)", PLAIN_CARD)
    assert told is not None
    assert [int(each) for each in told.groups()] == [round(by_level[level]) for level in (2, 1, 0)]


@pytest.mark.parametrize("name", FAMILIES)
def test_the_card_tells_how_families_leak(name: str) -> None:
    rows = [row for row in read_rows("families.jsonl") if row["writer"] in FAMILIES[name]]
    longer, shorter = longer_and_shorter(FAMILIES[name])
    negations = [row["level"] for row in rows if row["kind"] == "negation"]
    also = (mean("also" in row for row in rows if row["level"] == level) for level in range(3))
    cells = [
        *(name, f"{len(rows):,}", lengths_by_level(rows), f"{longer:,} to {shorter:,}", guess_by_kind(rows)),
        *(f"{negations.count(0)} of {len(negations)}", ", ".join(f"{share:.0%}" for share in also)),
    ]
    assert f"| {' | '.join(cells)} |" in CARD


def test_the_card_tells_which_variant_is_longer() -> None:
    longer, shorter = longer_and_shorter(FAMILIES["all"])
    assert f"longer has the higher level in {longer:,} cases and the shorter in {shorter:,}" in PLAIN_CARD
    longer, shorter = longer_and_shorter(["ac"])
    assert f"With ac the longer has the higher level in {longer} cases and the shorter in {shorter}" in PLAIN_CARD
    longer, shorter = longer_and_shorter(["ad"])
    assert f"with ad in {longer} and {shorter}" in PLAIN_CARD


def test_the_card_tells_how_further_elements_and_kinds_leak() -> None:
    shares, guesses = [], []
    for name in ("aa to ac", "ad and ae"):
        rows = [row for row in read_rows("families.jsonl") if row["writer"] in FAMILIES[name]]
        shares.append(f"{mean('also' in row for row in rows if row['level'] == 2):.0%}")
        guesses.append(guess_by_kind(rows).split()[0])
    assert f"at {shares[0]} of the texts of level 2 of aa to ac and at {shares[1]} of those of ad and ae" in PLAIN_CARD
    assert f"than with aa to ac ({guesses[1]} against {guesses[0]})" in PLAIN_CARD


def test_the_card_tells_how_far_the_markers_agree() -> None:
    columns = [figures_of(agreement) for agreement in measure_agreements()]
    for measure in columns[0]:
        cells = " | ".join(f"{column[measure]:.2f}" for column in columns)
        assert f"| {measure} | {cells} |" in CARD


@pytest.mark.parametrize(
    ("name", "count"),
    [("a to d", 5), ("q to s", 3), ("v to z", 5), ("ak to av", 5), ("bk to bw", 5), ("bx to ca", 5), ("cm and co", 5)],
)
def test_the_card_tells_the_least_agreed_elements(name: str, count: int) -> None:
    agreement = measure_agreements()[list(TWICE).index(name)]
    found = sorted((each.qwk.value, element_id) for element_id, each in agreement.elements.items())
    least = ", ".join(f"{element_id} ({qwk:.2f})" for qwk, element_id in found[:count])
    assert re.search(rf"on the \d+ of {name}: {re.escape(least)}[;.]", PLAIN_CARD)


def test_the_card_tells_the_share_of_qualitative_factors() -> None:
    writers = load_writers(DATA / "writers.csv")
    adjudicated = {name: [key for key in read_adjudicated() if writers[key[0]] in TWICE[name]] for name in TWICE}
    told = [
        f"{sum(what == 'T.qual' for _, what in adjudicated[name])} of the {len(adjudicated[name])} {unit}on {name}"
        for name, unit in {"q to s": "disagreements ", **dict.fromkeys([*TWICE][3:], "")}.items()
    ]
    assert f"T.qual alone is {', '.join(told[:-1])} and {told[-1]}" in PLAIN_CARD


def test_the_card_tells_how_far_two_labellers_agree_on_sentences() -> None:
    second = {(row["script"], row["n"]): {*row["elements"]} for row in read_rows("sentences.second.jsonl")}
    first = {
        (script_id, row["n"]): {*row["elements"]}
        for script_id in sorted({script_id for script_id, _ in second})
        for row in read_rows(f"sentences/{script_id}.jsonl")
    }
    assert first.keys() == second.keys()
    both = sum(len(first[key] & second[key]) for key in first)
    f1 = 2 * both / sum(len(first[key]) + len(second[key]) for key in first)
    assert f"on the {len({script_id for script_id, _ in second})} scripts of bl and bo" in PLAIN_CARD
    assert f"F1 against the definitive labels is {f1:.2f}" in PLAIN_CARD
    assert f"word on the {len(second):,} sentences of bl and bo" in PLAIN_CARD


def test_the_card_says_whose_texts_these_are_not() -> None:
    assert "These are not students' texts" in PLAIN_CARD


def test_the_data_stays_out_of_the_package_and_the_spelling_check() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert "models.data*" in project["setuptools"]["packages"]["find"]["exclude"]
    assert "./models/data" in project["codespell"]["skip"].split(",")
    assert "models/data" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
