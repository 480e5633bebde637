"""A few threads for heavy work, with a queue that ends and a time limit: nothing piles up."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar

from service.http.errors import BusyError, OverdueError

T = TypeVar("T")


class WorkDesk:
    """Runs at most `threads` jobs at once and lets `waiting` more wait; the next one is turned away.

    A thread cannot be stopped from outside. A job that takes too long therefore keeps its thread and its place until
    it ends: its caller is told, and the number of threads never grows.
    """

    def __init__(self, *, threads: int, waiting: int, timeout_s: float) -> None:
        """Open the desk. `timeout_s` counts waiting and work together."""
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="desk")
        self._threads = threads
        self._places = BoundedSemaphore(threads + waiting)
        self._timeout_s = timeout_s
        self._overdue: set[Future[Any]] = set()
        self._lock = Lock()
        self._is_open = True
        self._taken = 0

    def run(self, job: Callable[[], T]) -> T:
        """Do the job in its turn and return what it returns, or raise what it raises.

        Raises:
            BusyError: every place is taken, or the desk is closed.
            OverdueError: the job was not done in time.
        """
        if not self._is_open or not self._places.acquire(blocking=False):
            raise BusyError
        try:
            future = self._pool.submit(copy_context().run, job)
        except RuntimeError as error:  # closed in the meantime
            self._places.release()
            raise BusyError from error
        with self._lock:
            self._taken += 1
        future.add_done_callback(self._leave)
        wait((future,), timeout=self._timeout_s)
        if future.done():
            return _result_of(future)
        if not future.cancel():
            self._note_overdue(future)
        raise OverdueError(self._timeout_s)

    @property
    def can_work(self) -> bool:
        """Whether a job sent now could be done: the desk is open and some thread is not held by overdue work."""
        with self._lock:
            return self._is_open and len(self._overdue) < self._threads

    @property
    def load(self) -> int:
        """Jobs that are done or wait at this moment."""
        with self._lock:
            return self._taken

    def close(self) -> None:
        """Take no more jobs and drop those that wait."""
        self._is_open = False
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _note_overdue(self, future: Future[Any]) -> None:
        with self._lock:
            if not future.done():
                self._overdue.add(future)

    def _leave(self, future: Future[Any]) -> None:
        with self._lock:
            self._overdue.discard(future)
            self._taken -= 1
        self._places.release()


def _result_of(future: Future[T]) -> T:
    """The result of a job that is over; a job dropped by `close` counts as turned away."""
    try:
        return future.result()
    except CancelledError as error:
        raise BusyError from error
