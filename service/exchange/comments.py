"""A report as a comment in a learning platform: a little HTML, in which nothing of the draft can act as markup."""

import html
from collections.abc import Iterator

from service.feedback.report import FeedbackReport
from service.feedback.visible import Block, BlockKind, Line, Part, visible_blocks
from service.rendering.safe_text import on_one_line, quoted


def write_comment(report: FeedbackReport, *, estimates: bool, others: int = 0) -> str:
    """What a student meets of the report, in paragraphs and lists.

    Args:
        report: The report, already reduced to what may be seen.
        estimates: Whether bands and the overall estimate are in it.
        others: How many further scripts the student handed in.
    """
    more = f" ({others} more handed in)" if others else ""
    parts = [f"<p><strong>{_safe(f'Feedback on {report.draft_name}{more}')}</strong></p>"]
    for block in visible_blocks(report):
        parts.extend(_write_block(block, estimates=estimates))
    return "".join(parts)


def _write_block(block: Block, *, estimates: bool) -> Iterator[str]:
    lines = [line for line in block.lines if estimates or line.part is not Part.BAND]
    if not lines:
        return
    if block.kind is BlockKind.OVERALL and not estimates:
        yield from (f"<p>{_write_line(line)}</p>" for line in lines)
        return
    tag = "ol" if block.kind is BlockKind.ACTIONS else "ul"
    yield f"<p><strong>{_safe(block.heading)}</strong></p><{tag}>"
    yield from (f"<li>{_write_line(line)}</li>" for line in lines)
    yield f"</{tag}>"


def _write_line(line: Line) -> str:
    label = f"{_safe(line.label)}: " if line.label and not line.label.endswith(".") else ""
    return label + (html.escape(quoted(line.quote.text)) if line.quote else _safe(line.text))


def _safe(text: str) -> str:
    return html.escape(on_one_line(text))
