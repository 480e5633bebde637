"""The data that models learn from is whole, and its card tells the truth about it."""

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
import pytest

from models.evaluation.agreement import Agreement, measure_agreement
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.groups import load_writers
from models.evaluation.marks import Marks, load_marks
from models.evaluation.scripts import find_scripts
from models.evaluation.spans import load_sentence_labels
from rubric.loader import load_rubric

ROOT = Path(__file__).parents[2]
DATA = ROOT / "models" / "data"
CARD = (DATA / "README.md").read_text(encoding="utf-8")
PLAIN_CARD = " ".join(CARD.split())
RUBRIC = load_rubric(ROOT / "rubric" / "criteria" / "operations_management" / "level7.yaml")
IDS = [*(each.id for each in RUBRIC.elements), *(each.id for each in RUBRIC.misconceptions)]
HIGHEST = {**{each.id: 2 for each in RUBRIC.elements}, **{each.id: 1 for each in RUBRIC.misconceptions}}
TWICE = {"e to g": "efg", "a to d": "abcd", "q to s": "qrs", "v to z": "vwxyz"}
FAMILIES = {
    "n to p": ("n", "o", "p"),
    "aa to ac": ("aa", "ab", "ac"),
    "ad and ae": ("ad", "ae"),
    "all": ("n", "o", "p", "aa", "ab", "ac", "ad", "ae"),
}
ELSEWHERE = ("t", "u", "af", "ag")
FUNCTIONS = {
    *("define", "describe", "assert", "explain", "evaluate", "tradeoff", "recommend", "justify", "example", "quantify"),
    *("plan", "compare", "exclude", "signpost", "quote", "marker", "offtopic", "other_language", "none"),
}


@cache
def _rows(name: str) -> Sequence[Mapping[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").split("\n") if line]


@cache
def _marks(name: str) -> Mapping[str, Marks]:
    return load_marks(DATA / name, RUBRIC)


def _text(script_id: str) -> str:
    return (DATA / "scripts" / f"{script_id}.txt").read_text(encoding="utf-8")


def _words(text: str) -> int:
    return len(text.split())


def test_every_script_has_marks_labels_and_a_writer() -> None:
    ids = set(find_scripts(DATA / "scripts"))
    assert ids == set(_marks("marks.jsonl")) == set(load_writers(DATA / "writers.csv"))
    assert ids == {path.stem for path in (DATA / "sentences").iterdir()}


def test_every_writer_wrote_sixteen_scripts() -> None:
    sizes = Counter(load_writers(DATA / "writers.csv").values())
    assert sizes == dict.fromkeys("abcdefghijklmqrsvwxyz", 16)


def test_marks_and_writers_are_in_order_of_their_scripts() -> None:
    for name in ("marks.jsonl", "marks.first.jsonl", "marks.second.jsonl"):
        assert list(_marks(name)) == sorted(_marks(name)), name
    with (DATA / "writers.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    assert ids == sorted(ids)


def test_sentences_lie_at_their_offsets_in_order() -> None:
    for script_id, path in find_scripts(DATA / "sentences").items():
        labels = load_sentence_labels(path, RUBRIC, _text(script_id))
        assert [label.n for label in labels] == list(range(1, len(labels) + 1)), script_id
        assert all(one.end <= other.start for one, other in pairwise(labels)), script_id
        assert {label.script for label in labels} == {script_id}
        assert {each for label in labels for each in label.functions} <= FUNCTIONS, script_id
        assert {each for label in labels for each in label.misconceptions} <= set(IDS), script_id


@pytest.mark.parametrize("name", ["marks.jsonl", "marks.first.jsonl", "marks.second.jsonl"])
def test_quotes_of_markers_are_in_their_scripts(name: str) -> None:
    for script_id, marks in _marks(name).items():
        text = _text(script_id)
        assert all(quote in text for quotes in marks.evidence.values() for quote in quotes), script_id


@pytest.mark.parametrize("name", ["marks.jsonl", "marks.first.jsonl", "marks.second.jsonl"])
def test_markers_leave_nothing_untold(name: str) -> None:
    for marks in _marks(name).values():
        judged = [*marks.bands.values(), *marks.elements.values(), *marks.misconceptions.values()]
        assert None not in [*judged, marks.overall, marks.on_topic], marks.id


def test_second_marks_cover_writers_a_to_g_q_to_s_and_v_to_z() -> None:
    writers = load_writers(DATA / "writers.csv")
    expected = {script_id for script_id, writer in writers.items() if writer in "".join(TWICE.values())}
    assert set(_marks("marks.first.jsonl")) == set(_marks("marks.second.jsonl")) == expected


def _judgements(marks: Marks) -> Mapping[str, object]:
    return {**marks.bands, **marks.elements, **marks.misconceptions}


def _adjudicated() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    return {(row["id"], row["what"]): row for row in _rows("adjudication.jsonl")}


def test_every_disagreement_on_writers_a_to_d_q_to_s_and_v_to_z_was_adjudicated() -> None:
    first, second = _marks("marks.first.jsonl"), _marks("marks.second.jsonl")
    expected: dict[tuple[str, str], tuple[object, object]] = {}
    for script_id in (each for each in first if each > "s200"):
        ours, theirs = _judgements(first[script_id]), _judgements(second[script_id])
        expected |= {(script_id, what): (ours[what], theirs[what]) for what in ours if ours[what] != theirs[what]}
        one, other = first[script_id].overall or 0, second[script_id].overall or 0
        if abs(one - other) > 5:
            expected[script_id, "overall"] = one, other
    assert {key: (row["first"], row["second"]) for key, row in _adjudicated().items()} == expected
    assert len(_adjudicated()) == len(_rows("adjudication.jsonl"))
    assert all(row["reason"].strip() for row in _rows("adjudication.jsonl"))


def test_definitive_marks_are_what_was_agreed_or_adjudicated() -> None:
    first, second, adjudicated = _marks("marks.first.jsonl"), _marks("marks.second.jsonl"), _adjudicated()
    for script_id, marks in _marks("marks.jsonl").items():
        if script_id not in first:
            continue
        if script_id < "s200":
            assert marks == first[script_id]
            continue
        for what, agreed in _judgements(first[script_id]).items():
            row = adjudicated.get((script_id, what))
            assert _judgements(marks)[what] == (row["definitive"] if row else agreed), (script_id, what)
        row = adjudicated.get((script_id, "overall"))
        ours, theirs = first[script_id].overall, second[script_id].overall
        assert ours is not None
        assert theirs is not None
        assert marks.overall == (row["definitive"] if row else (ours + theirs) / 2), script_id


def _unlike_their_sentences(script_ids: Iterable[str]) -> Sequence[tuple[str, str]]:
    found = []
    for script_id in script_ids:
        labels = _rows(f"sentences/{script_id}.jsonl")
        for element_id, level in _marks("marks.jsonl")[script_id].elements.items():
            if level != max((label["elements"].get(element_id, 0) for label in labels), default=0):
                found.append((script_id, element_id))
    return found


def test_elements_have_the_level_of_their_best_sentence() -> None:
    writers = load_writers(DATA / "writers.csv")
    separately = [script_id for script_id, writer in writers.items() if writer in "efg"]
    assert not _unlike_their_sentences(writers.keys() - separately)
    count = len(_unlike_their_sentences(separately))
    assert f"of their {len(separately) * len(RUBRIC.elements):,} element levels {count} are not" in PLAIN_CARD


@pytest.mark.parametrize("item", IDS)
def test_pairs_and_paraphrases_are_at_least_four(item: str) -> None:
    assert sum(row["element_id"] == item for row in _rows("pairs.jsonl")) >= 4
    assert sum(row["element_id"] == item for row in _rows("paraphrases.jsonl")) >= 4


def test_the_halves_of_a_pair_differ_in_text_and_level() -> None:
    for row in _rows("pairs.jsonl"):
        assert row["text"] != row["other_text"], row["id"]
        assert row["level"] != row["other_level"], row["id"]
        assert {row["level"], row["other_level"]} <= set(range(HIGHEST[row["element_id"]] + 1)), row["id"]


def test_paraphrases_make_their_point_fully() -> None:
    assert all(row["level"] == HIGHEST[row["element_id"]] for row in _rows("paraphrases.jsonl"))


def test_texts_about_something_else_have_no_element() -> None:
    rows = _rows("elsewhere.jsonl")
    assert len({row["text"] for row in rows}) == len(rows) >= 400
    assert {(row["element_id"], row["level"], row["kind"]) for row in rows} == {("", 0, "elsewhere")}
    assert {row["writer"] for row in rows} == set(ELSEWHERE)
    assert len({row["family"] for row in rows}) == len(rows)


def test_asides_are_of_two_kinds_and_unlike_one_another() -> None:
    rows = _rows("asides.jsonl")
    assert all(row.keys() == {"kind", "text"} for row in rows)
    assert len({" ".join(row["text"].lower().split()) for row in rows}) == len(rows)
    assert Counter(row["kind"] for row in rows[:560]) == {"marker": 320, "none": 240}
    assert Counter(row["kind"] for row in rows[560:]) == {"marker": 2 * 420}


def test_families_hold_two_to_four_texts_of_unlike_levels() -> None:
    families: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in _rows("families.jsonl"):
        families.setdefault((row["writer"], row["family"]), []).append(row)
        assert 0 <= row["level"] <= HIGHEST[row["element_id"]]
        assert set(row.get("also", {})) <= set(IDS) - {row["element_id"]}, row
    for key, members in families.items():
        assert 2 <= len(members) <= 4, key
        assert len({row["element_id"] for row in members}) == 1, key
        assert len({row["level"] for row in members}) > 1, key
    assert {row["element_id"] for row in _rows("families.jsonl")} == set(IDS)
    assert {row["writer"] for row in _rows("families.jsonl")} == set(FAMILIES["all"])


def _families(letters: Sequence[str]) -> Sequence[Sequence[Mapping[str, Any]]]:
    families: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in _rows("families.jsonl"):
        if row["writer"] in letters:
            families.setdefault((row["writer"], row["family"]), []).append(row)
    return list(families.values())


def _alike(columns: Iterable[Sequence[str]]) -> int:
    return next((place for place, column in enumerate(columns) if len(set(column)) > 1), 0)


def _differing_sentences(family: Sequence[Mapping[str, Any]]) -> int:
    texts = [re.split(r"(?<=[.!?])\s+", row["text"]) for row in family]
    shared = _alike(zip(*texts, strict=False)) + _alike(zip(*(text[::-1] for text in texts), strict=False))
    return max(len(text) for text in texts) - shared


def test_the_card_tells_how_the_families_of_aa_to_ac_are_built() -> None:
    families = _families(FAMILIES["aa to ac"])
    count = sum(_differing_sentences(family) == 1 for family in families)
    assert f"in {count:,} of the {len(families):,} families they differ in one sentence only" in PLAIN_CARD
    single = sum(len(re.split(r"(?<=[.!?])\s+", family[0]["text"])) == 1 for family in families)
    assert f"{single} are a single sentence" in PLAIN_CARD
    assert not any("MP1.context" in row.get("also", {}) for family in families for row in family)


def test_the_card_tells_how_the_families_of_ad_and_ae_are_built() -> None:
    families = _families(FAMILIES["ad and ae"])
    rows = [row for family in families for row in family]
    elements = {each.id for each in RUBRIC.elements}
    per_element = Counter(family[0]["element_id"] for family in families)
    assert per_element == {**dict.fromkeys(elements - {"MP1.context"}, 16), "MP3.agile": 15}
    assert Counter(len(family) for family in families) == {3: len(families) - 1, 2: 1}
    assert {len(re.split(r"(?<=[.!?])\s+", row["text"])) for row in rows} == {3}
    assert {_differing_sentences(family) for family in families} == {1}
    lengths = [[_words(row["text"]) for row in family] for family in families]
    assert max(max(each) - min(each) for each in lengths) == 3
    assert not any("MP1.context" in row.get("also", {}) for row in rows)
    common = sum(row["kind"] in {"implicit", "depth"} for row in rows)
    assert f"In all {len(families)} the variants differ in one sentence" in PLAIN_CARD
    assert f"{common:,} of the {len(rows):,} texts are of kind `implicit` or `depth`" in PLAIN_CARD


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = text.split()
    return (tuple(words[place : place + 10]) for place in range(len(words) - 9))


def test_no_short_text_occurs_twice_or_is_taken_from_a_script() -> None:
    pairs = [text for row in _rows("pairs.jsonl") for text in (row["text"], row["other_text"])]
    texts = pairs + [
        row["text"]
        for name in ("paraphrases.jsonl", "families.jsonl", "elsewhere.jsonl", "asides.jsonl")
        for row in _rows(name)
    ]
    repeated = {text for text, count in Counter(texts).items() if count > 1}
    assert not repeated
    written = {run for script_id in _marks("marks.jsonl") for run in _runs(_text(script_id))}
    assert not [text for text in texts if not written.isdisjoint(_runs(text))]


def test_no_family_shares_ten_running_words_with_a_pair_or_paraphrase() -> None:
    pairs = [text for row in _rows("pairs.jsonl") for text in (row["text"], row["other_text"])]
    held_out = {run for text in (*pairs, *(row["text"] for row in _rows("paraphrases.jsonl"))) for run in _runs(text)}
    assert not [row for row in _rows("families.jsonl") if not held_out.isdisjoint(_runs(row["text"]))]


def _verdicts(letters: str) -> Counter[str]:
    writers = load_writers(DATA / "writers.csv")
    return Counter(
        "first" if row["definitive"] == row["first"] else "second" if row["definitive"] == row["second"] else "between"
        for row in _rows("adjudication.jsonl")
        if writers[row["id"]] in letters
    )


def _counts() -> Mapping[str, str]:
    marks = _marks("marks.jsonl")
    lengths = {script_id: _words(_text(script_id)) for script_id in marks}
    sentences = sum(len(_rows(f"sentences/{script_id}.jsonl")) for script_id in marks)
    families = _rows("families.jsonl")
    situations = {(row["writer"], row["family"]) for row in families}
    verdicts, new_verdicts = _verdicts("".join(TWICE.values())), _verdicts(TWICE["v to z"])
    adjudicated = {name: sum(_verdicts(letters).values()) for name, letters in TWICE.items()}
    negations = [row["level"] for row in families if row["kind"] == "negation"]
    elsewhere = Counter(row["writer"] for row in _rows("elsewhere.jsonl"))
    asides = Counter(row["kind"] for row in _rows("asides.jsonl"))
    labelled = sum("marker" in row["functions"] for script_id in marks for row in _rows(f"sentences/{script_id}.jsonl"))
    return {
        "texts": f"{len(marks)} texts, {min(lengths.values())} to {max(lengths.values()):,} words",
        "half": f"half of them under {int(median(lengths.values())) + 1}",
        "sentences": f"{sentences:,} sentences",
        "combinations": f"({len({tuple(each.bands.values()) for each in marks.values()})} combinations of bands",
        "marked twice": f"{len(_marks('marks.second.jsonl'))} have a second",
        "disagreements": f"{len(_rows('adjudication.jsonl'))} disagreements on the 192",
        "disagreements by writers": f"({adjudicated['a to d']} on a to d, {adjudicated['q to s']} on q to s, "
        f"{adjudicated['v to z']} on v to z)",
        "verdicts": f"{verdicts['first']} went to the first marker, {verdicts['second']} to the second",
        "between": f"{verdicts['between']} were set between them",
        "new verdicts": f"on v to z {new_verdicts['first']}, {new_verdicts['second']} and {new_verdicts['between']}",
        "pairs": f"{len(_rows('pairs.jsonl'))} minimal pairs",
        "paraphrases": f"{len(_rows('paraphrases.jsonl'))} texts that make a point",
        "elsewhere": f"{elsewhere.total()} short texts that are no answer",
        "elsewhere by t and u": f"| {elsewhere['t']} on 30 other subjects by t; {elsewhere['u']} by u:",
        "elsewhere by af": f"| af | `elsewhere.jsonl` only | {elsewhere['af']} on other subjects",
        "elsewhere by ag": f"| ag | `elsewhere.jsonl` only | {elsewhere['ag']}: letters",
        "asides": f"{asides.total():,} short texts: {asides['marker']:,} of kind `marker`",
        "near misses": f"{asides['none']} of kind `none` are near misses",
        "asides in scripts": f"of the {labelled} sentences in scripts that are labelled `marker`",
        "families": f"{len(families):,} short texts in {len(situations):,} families",
        "negation": f"of {len(negations)} texts of kind `negation` {negations.count(0)} are level 0",
        "off topic": f"wholly off topic ({sum(not each.on_topic for each in marks.values())})",
        "length": f"`overall` at {_correlation(marks, lengths):.2f} over all",
        "length by writers": f"at {_correlation(_marks_of('abcdefghijklmqrs'), lengths):.2f} on writers a to s and at "
        f"{_correlation(_marks_of(TWICE['v to z']), lengths):.2f} on v to z",
    }


def _marks_of(letters: str) -> Mapping[str, Marks]:
    writers = load_writers(DATA / "writers.csv")
    return {script_id: marks for script_id, marks in _marks("marks.jsonl").items() if writers[script_id] in letters}


def _correlation(marks: Mapping[str, Marks], lengths: Mapping[str, int]) -> float:
    overall = [each.overall or 0 for each in marks.values()]
    return float(np.corrcoef(overall, [lengths[script_id] for script_id in marks])[0, 1])


def test_the_card_counts_what_is_there() -> None:
    missing = [phrase for phrase in _counts().values() if phrase not in PLAIN_CARD]
    assert not missing


@pytest.mark.parametrize("element_id", ["T.framework", "MP3.other"])
def test_the_card_tells_the_support_of_rare_elements(element_id: str) -> None:
    levels = [marks.elements[element_id] or 0 for marks in _marks("marks.jsonl").values()]
    support = sum(level > 0 for level in levels), levels.count(2)
    told = re.search(rf"{element_id} (?:is )?in (\d+)(?: scripts)? and developed in (\d+)", PLAIN_CARD)
    assert told is not None
    assert (int(told[1]), int(told[2])) == support


def test_the_card_tells_how_length_leaks() -> None:
    by_level = {
        level: mean(
            _words(row["text"])
            for row in _rows("families.jsonl")
            if row["level"] == level and not row["element_id"].startswith("MC")
        )
        for level in range(3)
    }
    told = re.search(r"level 2 have (\d+) words on average, level 1 has (\d+) and level 0 has (\d+)", PLAIN_CARD)
    assert told is not None
    assert [int(each) for each in told.groups()] == [round(by_level[level]) for level in (2, 1, 0)]


def _lengths_by_level(rows: Sequence[Mapping[str, Any]]) -> str:
    texts = [(row["level"], _words(row["text"])) for row in rows if not row["element_id"].startswith("MC")]
    return ", ".join(f"{mean(words for found, words in texts if found == level):.0f}" for level in range(3))


def _longer_and_shorter(letters: Sequence[str]) -> tuple[int, int]:
    gaps = [
        _words(higher["text"]) - _words(lower["text"])
        for family in _families(letters)
        for lower, higher in product(family, repeat=2)
        if lower["level"] < higher["level"]
    ]
    return sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)


def _guess_by_kind(rows: Sequence[Mapping[str, Any]]) -> str:
    kinds: dict[str, Counter[int]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], Counter())[row["level"]] += 1
    right = sum(max(levels.values()) for levels in kinds.values()) / len(rows)
    commonest = max(Counter(row["level"] for row in rows).values()) / len(rows)
    return f"{right:.0%} ({commonest:.0%})"


@pytest.mark.parametrize("name", FAMILIES)
def test_the_card_tells_how_families_leak(name: str) -> None:
    rows = [row for row in _rows("families.jsonl") if row["writer"] in FAMILIES[name]]
    longer, shorter = _longer_and_shorter(FAMILIES[name])
    negations = [row["level"] for row in rows if row["kind"] == "negation"]
    also = (mean("also" in row for row in rows if row["level"] == level) for level in range(3))
    cells = [
        *(name, f"{len(rows):,}", _lengths_by_level(rows), f"{longer:,} to {shorter:,}", _guess_by_kind(rows)),
        *(f"{negations.count(0)} of {len(negations)}", ", ".join(f"{share:.0%}" for share in also)),
    ]
    assert f"| {' | '.join(cells)} |" in CARD


def test_the_card_tells_which_variant_is_longer() -> None:
    longer, shorter = _longer_and_shorter(FAMILIES["all"])
    assert f"longer has the higher level in {longer:,} cases and the shorter in {shorter:,}" in PLAIN_CARD
    longer, shorter = _longer_and_shorter(["ac"])
    assert f"With ac the longer has the higher level in {longer} cases and the shorter in {shorter}" in PLAIN_CARD
    longer, shorter = _longer_and_shorter(["ad"])
    assert f"with ad in {longer} and {shorter}" in PLAIN_CARD


def test_the_card_tells_how_further_elements_and_kinds_leak() -> None:
    shares, guesses = [], []
    for name in ("aa to ac", "ad and ae"):
        rows = [row for row in _rows("families.jsonl") if row["writer"] in FAMILIES[name]]
        shares.append(f"{mean('also' in row for row in rows if row['level'] == 2):.0%}")
        guesses.append(_guess_by_kind(rows).split()[0])
    assert f"at {shares[0]} of the texts of level 2 of aa to ac and at {shares[1]} of those of ad and ae" in PLAIN_CARD
    assert f"than with aa to ac ({guesses[1]} against {guesses[0]})" in PLAIN_CARD


@cache
def _agreements() -> Sequence[Agreement]:
    first, second = _marks("marks.first.jsonl"), _marks("marks.second.jsonl")
    writers = load_writers(DATA / "writers.csv")
    groups = [
        [each for each in first if writers[each] in letters] for letters in (*TWICE.values(), "".join(TWICE.values()))
    ]
    return [
        measure_agreement(
            RUBRIC,
            [first[each] for each in ids],
            [second[each] for each in ids],
            bootstrap=Bootstrap(rng=np.random.default_rng(0), resamples=0),
        )
        for ids in groups
    ]


def _figures(agreement: Agreement) -> Mapping[str, float]:
    return {
        **{f"{each} band, QWK": found.qwk.value for each, found in agreement.bands.items()},
        "mean of bands, QWK": agreement.band_mean.qwk.value,
        "mean of elements, QWK": agreement.element_qwk_mean.value,
        "mean of elements, F1": agreement.element_f1_mean.value,
        **{f"{each}, F1": found.f1.value for each, found in agreement.misconceptions.items()},
        "overall, correlation": agreement.overall.r.value,
        "overall, mean gap in marks": agreement.overall.mean_absolute_error.value,
    }


def test_the_card_tells_how_far_the_markers_agree() -> None:
    columns = [_figures(agreement) for agreement in _agreements()]
    for measure in columns[0]:
        cells = " | ".join(f"{column[measure]:.2f}" for column in columns)
        assert f"| {measure} | {cells} |" in CARD


@pytest.mark.parametrize(("name", "count"), [("a to d", 5), ("q to s", 3), ("v to z", 5)])
def test_the_card_tells_the_least_agreed_elements(name: str, count: int) -> None:
    agreement = _agreements()[list(TWICE).index(name)]
    found = sorted((each.qwk.value, element_id) for element_id, each in agreement.elements.items())
    least = ", ".join(f"{element_id} ({qwk:.2f})" for qwk, element_id in found[:count])
    assert re.search(rf"on the \d+ of {name}: {re.escape(least)}[;.]", PLAIN_CARD)


def test_the_card_tells_the_share_of_qualitative_factors() -> None:
    writers = load_writers(DATA / "writers.csv")
    adjudicated = {name: [key for key in _adjudicated() if writers[key[0]] in TWICE[name]] for name in TWICE}
    old, new = (adjudicated[name] for name in ("q to s", "v to z"))
    factors = [sum(what == "T.qual" for _, what in keys) for keys in (old, new)]
    assert f"T.qual alone is {factors[0]} of the {len(old)} disagreements on q to s" in PLAIN_CARD
    assert f"and {factors[1]} of the {len(new)} on v to z" in PLAIN_CARD


def test_the_card_says_whose_texts_these_are_not() -> None:
    assert "These are not students' texts" in PLAIN_CARD


def test_the_data_stays_out_of_the_package_and_the_spelling_check() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert "models.data*" in project["setuptools"]["packages"]["find"]["exclude"]
    assert "./models/data" in project["codespell"]["skip"].split(",")
    assert "models/data" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
