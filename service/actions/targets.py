"""What a decision or a disagreement is about: one element, band, comment or misconception of a report."""

from service.errors import InvalidValueError
from service.feedback.report import FeedbackReport

LEVELS = ("absent", "mentioned", "developed")
BANDS = ("0", "1", "2", "3", "4")
CANNOT_TELL = "cannot tell"
LONGEST_COMMENT = 2_000


def value_of(report: FeedbackReport, target: str) -> str:
    """What the report says at a target such as `element:MP1.cost`, `band:MP1`, `comment:MP1` or `misconception:MC1`.

    Raises:
        InvalidValueError: the report has nothing there.
    """
    found = _values(report).get(target)
    if found is None:
        raise InvalidValueError(
            "The report has nothing under this target. Name element:ID, band:ID, comment:ID or misconception:ID with "
            "an id that the report holds."
        )
    return found


def require_value(target: str, value: str) -> None:
    """Go on only with a value that may stand at the target.

    Raises:
        InvalidValueError: it may not; the message says what may.
    """
    allowed = {"element": LEVELS, "band": BANDS, "misconception": ("present", "absent", "na")}.get(_kind(target))
    if allowed is not None and value not in allowed:
        raise InvalidValueError(f"Here stands one of: {', '.join(allowed)}.")
    if allowed is None and not 0 < len(value.strip()) <= LONGEST_COMMENT:
        raise InvalidValueError(f"A comment has between 1 and {LONGEST_COMMENT:,} characters.")


def _kind(target: str) -> str:
    return target.partition(":")[0]


def _values(report: FeedbackReport) -> dict[str, str]:
    table: dict[str, str] = {}
    for criterion in report.criteria:
        table[f"band:{criterion.criterion_id}"] = CANNOT_TELL if criterion.band is None else str(criterion.band)
        table[f"comment:{criterion.criterion_id}"] = criterion.shows
        table |= {f"element:{one.element_id}": one.level or CANNOT_TELL for one in criterion.elements}
    table |= {f"element:{one.element_id}": one.level or CANNOT_TELL for one in report.support}
    for misconception in report.misconceptions:
        status = misconception.status
        table[f"misconception:{misconception.misconception_id}"] = CANNOT_TELL if status is None else status.value
    return table
