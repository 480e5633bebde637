"""Training on a few scripts: that it works, gives the same bytes again, and says what is missing."""

import csv
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from models.artefacts.files import dump_judge
from models.engine import build_engine
from models.evaluation.errors import MarksError
from models.scores import DraftScore
from models.training.scripts import FamilyText, load_families, load_marked_scripts
from models.training.tables import read_families
from models.training.train import Trained, train
from rubric.library import load_by_id

pytestmark = pytest.mark.slow
DATA = Path(__file__).parents[3] / "models" / "data"
RUBRIC = load_by_id("operations_management.level7")
SOME = ("s001", "s002", "s003", "s004", "s033", "s034", "s035", "s036", "s065", "s066", "s067", "s068", "s201", "s202")
COSTS = FamilyText(writer="a", element_id="MP1.cost", family="f", kind="depth", level=1, text="Costs matter to us.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tutor's folder: scripts and their marks, and the writers."""
    made = tmp_path_factory.mktemp("marked")
    (made / "scripts").mkdir()
    for script_id in SOME:
        shutil.copy(DATA / "scripts" / f"{script_id}.txt", made / "scripts")
    _keep(DATA / "marks.jsonl", made / "marks.jsonl")
    rows = [
        row
        for row in csv.reader((DATA / "writers.csv").read_text(encoding="utf-8").splitlines())
        if row[0] in ("id", *SOME)
    ]
    (made / "writers.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    return made


def _keep(source: Path, target: Path) -> None:
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if json.loads(line)["id"] in SOME]
    target.write_text("\n".join(lines), encoding="utf-8")


def _bands(score: DraftScore) -> Mapping[str, int | None]:
    return {each.criterion_id: each.band for each in score.criteria}


@pytest.fixture(scope="module")
def trained(folder: Path) -> Trained:
    return train(RUBRIC, load_marked_scripts(RUBRIC, folder))


def test_marks_alone_are_enough_and_give_the_same_models_again(folder: Path, trained: Trained) -> None:
    again = train(RUBRIC, load_marked_scripts(RUBRIC, folder), leave_out=False)
    assert dump_judge(again.judge) == dump_judge(trained.judge)
    assert again.left_out == {}
    assert trained.judge.sentences is None
    assert sorted(trained.left_out) == sorted(SOME)


def test_labelled_sentences_and_families_teach_what_sentences_earn_do_and_show(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "labelled")
    (tmp_path / "labelled" / "sentences").mkdir()
    for script_id in SOME:
        shutil.copy(DATA / "sentences" / f"{script_id}.jsonl", tmp_path / "labelled" / "sentences")
    texts = load_families(RUBRIC, DATA / "families.jsonl")
    about = {"MP1.cost", "MC1", "X.kpis"}
    chosen = [each for each in texts if each.element_id in about and len(each.text) > 150][:1200]
    found = train(RUBRIC, load_marked_scripts(RUBRIC, tmp_path / "labelled"), chosen)
    assert found.judge.sentences is not None
    assert found.judge.again is not None
    assert found.judge.again.short is not None
    assert "MC1" in found.judge.again.long.misconceptions
    assert sorted(found.left_out) == sorted(SOME)
    told = {each.function.value: each for each in found.functions}
    assert told["quantify"].models > 0.3, "calling every sentence so would reach less"


def test_numbers_are_withheld_until_there_are_scripts_enough(trained: Trained) -> None:
    judge = trained.judge
    text = (DATA / "scripts" / "s005.txt").read_text(encoding="utf-8")
    few = build_engine(RUBRIC, judge=judge, least_scripts=15).score(text)
    assert set(_bands(few).values()) == {None}
    assert few.overall is None
    assert "14 marked scripts" in few.criteria[0].reason
    assert any(element.level for criterion in few.criteria for element in criterion.elements)
    enough = build_engine(RUBRIC, judge=judge, least_scripts=14).score(text)
    assert None not in _bands(enough).values()
    assert enough.overall is not None


def test_too_few_scripts_are_refused_with_a_number(folder: Path) -> None:
    with pytest.raises(MarksError, match=r"11 scripts by 3 writers are too few"):
        train(RUBRIC, load_marked_scripts(RUBRIC, folder)[:11])


def test_a_marked_script_without_text_is_named(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / "scripts" / "s033.txt").unlink()
    with pytest.raises(MarksError, match="s033"):
        load_marked_scripts(RUBRIC, tmp_path / "copy")


def test_a_family_that_is_none_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "families.jsonl"
    path.write_text(f'{COSTS.model_dump_json()}\n{{"level": 9}}\n', encoding="utf-8")
    with pytest.raises(MarksError, match="line 2"):
        load_families(RUBRIC, path)


def test_what_a_family_shares_carries_no_more_than_all_of_it_have() -> None:
    """A sentence that also stands in a text at level 0 makes no point; in one at level 1 it may name the thing."""
    scene, hollow, deep = (
        "The mill grinds rye for six bakers in the valley.",
        "Its cost is high, and the owner says so often.",
        "A half-full hopper burns as much power as a full one, so the owner waits for two orders.",
    )
    other = "The owner keeps two cats, and they sleep on the sacks."
    family = [
        COSTS.model_copy(update={"level": level, "text": f"{scene} {one}"})
        for level, one in ((2, deep), (1, hollow), (0, other))
    ]
    engine = build_engine(RUBRIC, baseline=True)
    best, middle, least = read_families(engine, family)
    assert [list(each.common) for each in (best, middle, least)] == [[True, False]] * 3
    assert [list(best.may_carry(0, level)) for level in (1, 2)] == [[1], [1]]
    above, below = read_families(engine, family[:2])
    assert list(above.may_carry(0, 2)) == [1]
    assert list(above.may_carry(0, 1)) == list(below.may_carry(0, 1)) == [0, 1]
    assert list(above.may_carry(3, 2)) == [0, 1], "nothing is known of an element that it was not written for"


def test_a_text_for_a_misconception_has_it_or_not_and_no_element() -> None:
    text = "Our strategy is to sweep the yard by ten each day, and the next step is to sweep it twice."
    confused = COSTS.model_copy(update={"element_id": "MC1", "text": text})
    (found,) = read_families(build_engine(RUBRIC, baseline=True), [confused])
    assert (found.own, found.levels, found.misconceptions) == ((), {}, {"MC1": True})


def test_a_text_about_something_else_is_at_level_0_of_every_element(tmp_path: Path) -> None:
    path = tmp_path / "families.jsonl"
    poems = COSTS.model_copy(
        update={
            "element_id": "",
            "family": "g",
            "kind": "elsewhere",
            "level": 0,
            "text": "The cost of the poem is its second rhyme.",
        }
    )
    path.write_text(COSTS.model_dump_json(), encoding="utf-8")
    path.with_name("elsewhere.jsonl").write_text(poems.model_dump_json(), encoding="utf-8")
    found = load_families(RUBRIC, path)
    assert found == (COSTS, poems)
    engine = build_engine(RUBRIC, baseline=True)
    longer = [
        each.model_copy(update={"text": f"{each.text} Nobody at the mill has said so, and few will."}) for each in found
    ]
    costly, poetic = read_families(engine, longer)
    everything = range(len(RUBRIC.elements))
    assert (costly.own, costly.levels) == ((0,), {0: 1})
    assert (poetic.own, poetic.levels) == (tuple(everything), dict.fromkeys(everything, 0))


def test_what_a_text_also_earns_is_learned_from_and_is_not_what_it_was_written_for() -> None:
    text = "A second drum would dry the shirts by noon, but at 9p more for each of them the laundry waits."
    both = COSTS.model_copy(update={"level": 2, "text": text, "also": {"MP1.tradeoffs": 1, "MC1": 1}})
    (draft,) = read_families(build_engine(RUBRIC, baseline=True), [both])
    places = {element.id: place for place, element in enumerate(RUBRIC.elements)}
    assert draft.own == (places["MP1.cost"],)
    assert draft.levels == {places["MP1.cost"]: 2, places["MP1.tradeoffs"]: 1}
