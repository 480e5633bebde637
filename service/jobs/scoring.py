"""One script of a batch: from its file to what is kept of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from service.actions.batches import THE_SCRIPT
from service.actions.reading import Brief, Reader, read_upload
from service.errors import DraftError
from service.extraction import ExtractionLimits
from service.logs import log_event
from service.storage.chunks import Outcome, ScoredScript, TakenScript, Work
from service.storage.errors import StorageError
from service.workflow import Upload

T = TypeVar("T")

MOST_ATTEMPTS = 5
"""How often a script may be begun. One that breaks its worker each time is then given up."""
PATIENCE = 4
"""How many times longer than a student's a file may take to read: batches run when nobody else wants the processor."""
GIVEN_UP = ("given_up", "Reading this script broke off several times. Look at the file, and send it in another format.")
UNEXPECTED = ("unexpected", "Something went wrong on our side over this script. Try again; report it if it stays so.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """A batch that is worked on, and what its scripts are read against."""

    work: Work
    brief: Brief


class AtOnce:
    """A turn that nobody waits for: a worker scores one script at a time."""

    def run(self, job: Callable[[], T]) -> T:
        """Do the job."""
        return job()


@dataclass(frozen=True, slots=True)
class ScriptScorer:
    """Scores scripts by the rubric of their batch. Used by one thread at a time."""

    reader: Reader

    def score(self, script: TakenScript, task: Commission) -> Outcome:
        """What came of the script; an error of any kind but the database's concerns this script alone.

        Raises:
            StorageError: the database cannot be used.
        """
        if script.begun >= MOST_ATTEMPTS:
            return Outcome(item_id=script.item_id, error=GIVEN_UP)
        try:
            return Outcome(item_id=script.item_id, scored=self._score(script, task))
        except DraftError as error:
            return Outcome(item_id=script.item_id, error=(error.code, str(error.named(THE_SCRIPT))))
        except StorageError:
            raise
        except Exception as error:
            log_event("script_failed", level=logging.ERROR, error=error)
            return Outcome(item_id=script.item_id, error=UNEXPECTED)

    def _score(self, script: TakenScript, task: Commission) -> ScoredScript:
        upload = Upload(filename=script.file_name, body=script.body, name=script.file_name, given=task.brief.given)
        read = read_upload(self.reader, upload, task.brief)
        return ScoredScript(
            file_name=read.name,
            text=read.text,
            text_digest=read.text_digest,
            words=read.report.words,
            notices=read.notices,
            engine_version=read.report.engine_version,
            rubric_fingerprint=read.report.rubric_fingerprint,
            report=read.report.model_dump(mode="json"),
            overall=read.report.overall,
        )


def be_patient(limits: ExtractionLimits) -> ExtractionLimits:
    """The limits of one student's draft, with the time that a batch's script may take."""
    return replace(limits, timeout_s=PATIENCE * limits.timeout_s)
