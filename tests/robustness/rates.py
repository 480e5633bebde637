"""Robustness as figures: how often judging holds up, by kind of pair, family of attack and change of wording.

`python -m tests.robustness.rates` measures and writes `rates.yaml`; it refuses to lower a rate without `--lower`.
`python -m tests.robustness.rates --full` measures on every marked script, writes `results/robustness.yaml` and no more.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from models.engine import ScoringEngine, build_engine
from models.scores import DraftScore
from rubric.library import load_by_id
from seeds.notes import load_notes
from tests.robustness.attacks import (
    CEILINGS,
    DATA,
    GAINS,
    STEADY,
    UNFLAGGED,
    Attack,
    inserted,
    made_attacks,
    written_attacks,
)
from tests.robustness.variants import VARIANTS

RATES = Path(__file__).with_name("rates.yaml")
FULL = Path("results/robustness.yaml")
MARKED = Path("models/data")
RUBRIC_ID = "operations_management.level7"
SAMPLE = 6
SEED = 7
SOUND = 50
"""Least human mark of a draft that attacks and changes are made from."""
_HARMLESS = frozenset({"too_short"})
_PASSED = "present"

Rates = Mapping[str, Mapping[str, Mapping[str, float]]]


@dataclass(slots=True)
class _Tally:
    passed: int = 0
    tried: int = 0
    change: float = 0.0

    def add(self, *, passed: float, tried: int = 1, change: float = 0.0) -> None:
        self.passed += int(passed)
        self.tried += tried
        self.change += change


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (MARKED / name).read_text(encoding="utf-8").splitlines()]


def seeded() -> random.Random:
    """Random numbers that are the same each time."""
    return random.Random(SEED)  # noqa: S311 - no secret is made of it


def sound_drafts(most: int | None) -> list[str]:
    """Drafts that markers found sound, of as many writers as can be; all of them where `most` is None."""
    marks: dict[str, float] = {}
    for mark in _lines("marks.jsonl"):
        marks.setdefault(mark["id"], mark["overall"])
    sound = sorted(each for each, mark in marks.items() if mark >= SOUND)
    chosen = sound if most is None else seeded().sample(sound, most)
    return [(MARKED / "scripts" / f"{each}.txt").read_text(encoding="utf-8") for each in chosen]


def levels_of(scored: DraftScore) -> dict[str, int]:
    """The level of every element; one that cannot be told counts as absent."""
    elements = (*(each for criterion in scored.criteria for each in criterion.elements), *scored.support)
    return {each.element_id: int(each.level or 0) for each in elements}


def _judged(scored: DraftScore, each_id: str) -> int:
    """The level of an element, or 1 for a misconception that is present."""
    for each in scored.misconceptions:
        if each.misconception_id == each_id:
            return int(each.status == _PASSED)
    return levels_of(scored)[each_id]


def measure_pairs(engine: ScoringEngine, name: str) -> Mapping[str, _Tally]:
    """By kind of pair, how often both halves are judged as they were marked."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for pair in _lines(name):
        halves = ((pair["text"], pair["level"]), (pair["other_text"], pair["other_level"]))
        passed = all(_judged(engine.score(text), pair["element_id"]) == level for text, level in halves)
        tallies[pair["kind"]].add(passed=passed)
    return tallies


def measure_paraphrases(engine: ScoringEngine) -> Mapping[str, _Tally]:
    """By group of elements, how often a point made without its textbook name is found."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for each in _lines("paraphrases.jsonl"):
        group = each["element_id"].split(".")[0]
        tallies[group].add(passed=_judged(engine.score(each["text"]), each["element_id"]) > 0)
    return tallies


def _overall(scored: DraftScore) -> int:
    return scored.overall or 0


def is_held(attack: Attack, overall: int, base: int) -> bool:
    """Whether an attack stays under its ceiling, or gains no more than it may on the draft that it grew from."""
    if attack.family in CEILINGS:
        return overall <= CEILINGS[attack.family]
    gain = overall - base
    return gain <= GAINS[attack.family] and (attack.family not in STEADY or gain >= -GAINS[attack.family])


def is_flagged(scored: DraftScore) -> bool:
    """Whether a human is told that something is odd."""
    return bool({flag.id for flag in scored.flags} - _HARMLESS)


def measure_attacks(engine: ScoringEngine, attacks: Iterable[Attack]) -> Mapping[str, Mapping[str, _Tally]]:
    """By set and family, how often attacks are held and flagged."""
    bases: dict[str, int] = {"": 0}
    held: dict[str, dict[str, _Tally]] = defaultdict(lambda: defaultdict(_Tally))
    for attack in attacks:
        scored = engine.score(attack.text)
        if attack.base not in bases:
            bases[attack.base] = _overall(engine.score(attack.base))
        held[f"attacks_{attack.written}"][attack.family].add(
            passed=is_held(attack, _overall(scored), bases[attack.base])
        )
        if attack.family not in UNFLAGGED:
            held[f"flagged_{attack.written}"][attack.family].add(passed=is_flagged(scored))
    return held


def measure_variants(engine: ScoringEngine, drafts: Sequence[str]) -> Mapping[str, _Tally]:
    """By change, how many element judgements stay, and how far the overall estimate moves on average."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for draft in drafts:
        plain = engine.score(draft)
        levels = levels_of(plain)
        for name, change in VARIANTS:
            changed = engine.score(change(draft, seeded()))
            same = sum(level == levels[each] for each, level in levels_of(changed).items())
            tallies[name].add(passed=same, tried=len(levels), change=_overall(changed) - _overall(plain))
    for tally in tallies.values():
        tally.change /= len(drafts)
    return tallies


def measure_honest(engine: ScoringEngine, drafts: Sequence[str]) -> Mapping[str, _Tally]:
    """How many honest drafts that look odd go unflagged, and how many drafts that hold an honest line that does."""
    odd, lines = _Tally(), _Tally()
    for path in sorted((DATA / "honest").glob("*.txt")):
        odd.add(passed=not is_flagged(engine.score(path.read_text(encoding="utf-8"))))
    for number, line in enumerate(yaml.safe_load((DATA / "honest_lines.yaml").read_text(encoding="utf-8"))):
        for text in inserted(drafts[number % len(drafts)], line):
            lines.add(passed=not is_flagged(engine.score(text)))
    return {"unflagged": odd, "lines unflagged": lines}


def pasted_texts() -> dict[str, str]:
    """What a writer might paste in: the task, the rubric's wording, the reading notes."""
    tasks = yaml.safe_load((DATA / "attacks_known.yaml").read_text(encoding="utf-8"))
    rubric = load_by_id(RUBRIC_ID)
    return {
        "task": next(each["text"] for each in tasks if each["family"] == "task"),
        "rubric": " ".join(band.descriptor for criterion in rubric.criteria for band in criterion.bands),
        "sources": "\n\n".join(note.text for note in load_notes()[:3]),
    }


def measure_all(engine: ScoringEngine, *, sample: int | None) -> Rates:
    """Every rate, on a sample of the sound drafts or on all of them."""
    drafts = sound_drafts(sample)
    attacks = [*written_attacks(drafts[:3]), *made_attacks(drafts[: sample and 4], pasted_texts(), seeded())]
    groups: dict[str, Mapping[str, _Tally]] = {
        "pairs": measure_pairs(engine, "pairs.jsonl"),
        "pairs_fresh": measure_pairs(engine, "pairs_fresh.jsonl"),
        "paraphrases": measure_paraphrases(engine),
        **measure_attacks(engine, attacks),
        "invariance": measure_variants(engine, drafts),
        "honest": measure_honest(engine, drafts[:3]),
    }
    return {
        group: {name: _rate(group, tally) for name, tally in sorted(each.items())} for group, each in groups.items()
    }


def _rate(group: str, tally: _Tally) -> Mapping[str, float]:
    found: dict[str, float] = {"rate": round(tally.passed / tally.tried, 4), "n": tally.tried}
    return found | {"overall_change": round(tally.change, 2)} if group == "invariance" else found


def load_recorded() -> Rates:
    """The rates that must not fall."""
    found: Rates = yaml.safe_load(RATES.read_text(encoding="utf-8")) if RATES.exists() else {}
    return found


def fallen(recorded: Rates, measured: Rates, *, slack: float = 0.0) -> list[str]:
    """What is worse than recorded by more than a slack, in words."""
    worse = []
    for group, rates in recorded.items():
        for name, rate in rates.items():
            now = measured.get(group, {}).get(name, {"rate": 0.0})["rate"]
            if now < rate["rate"] - slack:
                worse.append(f"{group}, {name}: {now} was {rate['rate']}")
    return worse


def main(arguments: Sequence[str]) -> int:
    """Measure and write; 1 where a rate would fall and nobody said that it may."""
    engine = build_engine(load_by_id(RUBRIC_ID))
    if "--full" in arguments:
        FULL.parent.mkdir(exist_ok=True)
        FULL.write_text(_render(measure_all(engine, sample=None)), encoding="utf-8")
        return 0
    measured = measure_all(engine, sample=SAMPLE)
    worse = fallen(load_recorded(), measured)
    if worse and "--lower" not in arguments:
        sys.stderr.write("These rates would fall; say --lower if they may:\n" + "\n".join(worse) + "\n")
        return 1
    RATES.write_text(_render(measured), encoding="utf-8")
    return 0


def _render(rates: Rates) -> str:
    head = "# Recorded robustness rates; never allowed to fall. Written by `python -m tests.robustness.rates`.\n"
    return head + yaml.safe_dump(rates, sort_keys=False, default_flow_style=None, width=120)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
