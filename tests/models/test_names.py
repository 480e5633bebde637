from models.names import other_organisations
from models.readings import NameReading, Reading


def _reading(*names: tuple[int, str], everyday: str = "") -> Reading:
    return Reading(
        sentences=(),
        copied=frozenset(),
        names=tuple(
            NameReading(
                start_char=start,
                end_char=start + len(name),
                words=tuple(name.split()),
                single=name.lower() if " " not in name else "",
                is_candidate=True,
                acts=True,
            )
            for start, name in names
        ),
        everyday=frozenset(everyday.split()),
    )


def _starts(*readings: tuple[int, Reading], words: int = 200) -> list[int]:
    return [name.start_char for name in other_organisations(readings, length=1000, words=words)]


def test_a_name_in_the_middle_is_another_organisation() -> None:
    assert _starts((0, _reading((500, "Zara")))) == [500]
    assert _starts((300, _reading((200, "Zara")))) == [500]


def test_the_name_that_opens_a_draft_is_its_own_wherever_it_comes_again() -> None:
    assert _starts((0, _reading((20, "Harbour Print"))), (400, _reading((100, "Harbour Print"), (200, "Zara")))) == [
        600
    ]


def test_a_short_draft_has_no_opening() -> None:
    assert _starts((0, _reading((20, "Zara"))), words=60) == [20]


def test_a_name_that_comes_all_along_is_the_drafts_own() -> None:
    assert _starts((0, _reading(*((place, "Zara") for place in (300, 400, 500, 600))))) == []


def test_a_capital_on_an_everyday_word_makes_no_name() -> None:
    assert _starts((0, _reading((300, "Binder"))), (500, _reading(everyday="binder"))) == []
