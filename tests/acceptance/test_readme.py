"""The README shows what the program really says."""

import pytest

from tests.readme_example import make_example, read_example


@pytest.mark.slow
def test_example_in_the_readme_is_what_the_program_says() -> None:
    assert read_example() == make_example(), "run: python -m tests.readme_example"
