import pytest

from models.training.crossfit import left_out_together


@pytest.mark.parametrize(("count", "groups"), [(3, 3), (16, 16), (47, 16)])
def test_every_writer_is_left_out_once_and_by_himself_where_writers_are_few(count: int, groups: int) -> None:
    writers = tuple(f"w{place:02d}" for place in range(count))
    found = left_out_together(writers)
    assert len(found) == groups
    assert sorted(writer for group in found for writer in group) == [*writers]
    assert max(map(len, found)) - min(map(len, found)) <= 1
