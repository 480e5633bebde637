"""Scripts in groups: by length, by writer, by the band that a marker gave."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from math import ceil
from pathlib import Path

import numpy as np

from models.evaluation.agreement import UNTOLD_BAND, Agreement, measure_agreement
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.errors import MarksError
from models.evaluation.files import read_text
from models.evaluation.marks import Marks
from rubric.schema import Rubric

BANDS = range(5)
_COLUMNS = ["id", "writer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """What the second marker gave the scripts to which the first gave one band on one marking point."""

    criterion_id: str
    band: int
    counts: tuple[int, int, int, int, int]
    """Scripts that the second put into bands 0 to 4."""

    @property
    def n(self) -> int:
        """Scripts that the first put into the band."""
        return sum(self.counts)

    @property
    def exact(self) -> float:
        """Share of them that the second put there too; NaN where there are none."""
        return self._share(gap=0)

    @property
    def adjacent(self) -> float:
        """Share of them that the second put there or one band beside; NaN where there are none."""
        return self._share(gap=1)

    @property
    def mean_band(self) -> float:
        """Mean band that the second gave them; NaN where there are none."""
        return sum(band * count for band, count in zip(BANDS, self.counts, strict=True)) / self.n if self.n else np.nan

    def _share(self, *, gap: int) -> float:
        near = sum(count for band, count in zip(BANDS, self.counts, strict=True) if abs(band - self.band) <= gap)
        return near / self.n if self.n else np.nan


def count_by_band(rubric: Rubric, first: Sequence[Marks], second: Sequence[Marks]) -> tuple[BandRow, ...]:
    """A row for each marking point and band, scripts in the same order on both sides; untold counts as band 2."""
    rows = []
    for criterion in rubric.criteria:
        pairs = [
            (_band(one, criterion.id), _band(other, criterion.id)) for one, other in zip(first, second, strict=True)
        ]
        for band in BANDS:
            zero, one, two, three, four = (pairs.count((band, given)) for given in BANDS)
            rows.append(BandRow(criterion_id=criterion.id, band=band, counts=(zero, one, two, three, four)))
    return tuple(rows)


def _band(marks: Marks, criterion_id: str) -> int:
    band = marks.bands[criterion_id]
    return UNTOLD_BAND if band is None else band


def agreement_by_group(
    rubric: Rubric,
    first: Sequence[Marks],
    second: Sequence[Marks],
    group_of: Mapping[str, str],
    *,
    bootstrap: Bootstrap,
) -> Mapping[str, Agreement]:
    """Agreement on the scripts of each group, in the order in which `group_of` first names the groups."""
    found = {}
    for group in dict.fromkeys(group_of.values()):
        members = [pair for pair in zip(first, second, strict=True) if group_of.get(pair[0].id) == group]
        if members:
            ours, theirs = zip(*members, strict=True)
            found[group] = measure_agreement(rubric, ours, theirs, bootstrap=bootstrap)
    return found


def group_by_length(words: Mapping[str, int]) -> Mapping[str, str]:
    """The third of the scripts, by number of words, to which each belongs; scripts of one length stay together."""
    if not words:
        return {}
    ordered = sorted(words.values())
    short = ordered[ceil(len(ordered) / 3) - 1]
    medium = ordered[ceil(2 * len(ordered) / 3) - 1]
    names = {0: f"short (to {short:,} words)", 1: f"medium (to {medium:,} words)", 2: f"long (over {medium:,} words)"}
    places = {script_id: (count > short) + (count > medium) for script_id, count in words.items()}
    return {script_id: names[place] for script_id, place in sorted(places.items(), key=lambda item: item[1])}


def load_writers(path: Path) -> Mapping[str, str]:
    """Script ids and their writers, from a CSV file with the columns `id` and `writer`.

    Raises:
        MarksError: the file cannot be read, has other columns, or a line lacks one of the two or repeats a script.
    """
    return parse_writers(read_text(path), name=path.name)


def parse_writers(text: str, *, name: str) -> Mapping[str, str]:
    """The writers written in `text`; `name` stands for the file in error messages.

    Raises:
        MarksError: there are other columns, or a line lacks one of the two or repeats a script.
    """
    rows = csv.reader(StringIO(text, newline=""))
    if next(rows, None) != _COLUMNS:
        raise MarksError(name, f"the first line has to be '{','.join(_COLUMNS)}'", line=1)
    writers: dict[str, str] = {}
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(_COLUMNS) or not all(cells):
            raise MarksError(name, "a line has to hold a script's id and its writer", line=rows.line_num)
        if cells[0] in writers:
            raise MarksError(name, f"{cells[0]} has a writer already", line=rows.line_num)
        writers[cells[0]] = cells[1]
    return dict(sorted(writers.items(), key=lambda item: (item[1], item[0])))
