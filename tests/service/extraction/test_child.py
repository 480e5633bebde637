import json
import subprocess
import sys
from dataclasses import asdict, replace

import pytest

from service.extraction.limits import ExtractionLimits
from tests.service.extraction.documents import LIMITS, build_docx, build_odt, build_rtf, paragraph


def ask(kind: str, body: bytes, limits: ExtractionLimits = LIMITS) -> dict[str, object]:
    request = json.dumps({"format": kind, "limits": asdict(limits)})
    command = [sys.executable, "-m", "service.extraction.child", request]
    answer: dict[str, object] = json.loads(subprocess.run(command, input=body, capture_output=True, check=True).stdout)
    return answer


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("archive", build_docx(paragraph("Text."))),
        ("archive", build_odt("<text:p>Text.</text:p>")),
        ("rtf", build_rtf("Text.")),
        ("html", b"<p>Text."),
        ("plain", b"Text."),
    ],
)
def test_the_child_answers_with_the_text(kind: str, body: bytes) -> None:
    assert ask(kind, body) == {"text": "Text.", "notices": []}


@pytest.mark.parametrize(
    ("kind", "body", "limits", "code"),
    [
        ("pdf", b"no pdf", LIMITS, "unreadable_draft"),
        ("archive", build_odt("<text:h text:outline-level='no number'>x</text:h>"), LIMITS, "unreadable_draft"),
        ("html", b"<p>" + b"word " * 100, replace(LIMITS, max_characters=200), "draft_too_long"),
        ("plain", b"word " * 100, replace(LIMITS, max_characters=200), "draft_too_long"),
        ("html", b"x" * 90_000_000, replace(LIMITS, max_memory_bytes=100_000_000), "draft_too_large"),
    ],
)
def test_the_child_answers_with_an_error_whatever_happens(
    kind: str, body: bytes, limits: ExtractionLimits, code: str
) -> None:
    answer = ask(kind, body, limits)
    assert answer["error"] == code
    assert answer["cause"]


def test_the_child_may_not_write_files_nor_use_the_processor_for_long() -> None:
    source = (
        "import resource; from service.extraction.child import _limit_process; "
        "from service.extraction.limits import ExtractionLimits; "
        f"_limit_process(ExtractionLimits(**{asdict(LIMITS)!r})); "
        "print(*(resource.getrlimit(kind)[0] for kind in "
        "(resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE)))"
    )
    limits = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout
    assert limits.split() == ["0", "10", str(LIMITS.max_memory_bytes), "0"]
