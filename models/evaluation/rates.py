"""Robustness rates as the tests record them: how often judging holds up under changes that should not matter."""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.evaluation.errors import MarksError
from models.evaluation.files import read_text
from models.evaluation.marks import explain

Share = Annotated[float, Field(ge=0, le=1)]


class RecordedRate(BaseModel):
    """One recorded rate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: str
    """`pairs`, `attacks`, `invariance` and the like."""
    name: str
    rate: Share
    """Share that passed."""
    n: Annotated[int, Field(ge=0)] | None = None
    """How many were tried, where it is recorded."""
    overall_change: float | None = None
    """Mean change of the overall figure in points, for changes that should not matter."""


def load_rates(path: Path) -> tuple[RecordedRate, ...] | None:
    """The rates of a file in its order; None where there is no such file.

    Raises:
        MarksError: the file cannot be read or does not hold rates.
    """
    return parse_rates(read_text(path), name=path.name) if path.is_file() else None


def parse_rates(text: str, *, name: str) -> tuple[RecordedRate, ...]:
    """The rates written in `text`: groups of names, each with a rate from 0 to 1 or a mapping of `RecordedRate`.

    Raises:
        MarksError: it is no YAML, or holds something else.
    """
    try:
        groups = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MarksError(name, f"the file is no YAML ({error})") from error
    if not isinstance(groups, dict) or not all(isinstance(rates, dict) for rates in groups.values()):
        raise MarksError(name, "the file has to hold groups of rates")
    try:
        return tuple(
            RecordedRate.model_validate(
                {**(each if isinstance(each, dict) else {"rate": each}), "group": group, "name": key}
            )
            for group, rates in groups.items()
            for key, each in rates.items()
        )
    except ValidationError as error:
        raise MarksError(name, "; ".join(explain(error))) from error
