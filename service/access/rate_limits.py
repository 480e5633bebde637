"""How often something may happen: limits counted in windows of time. Where the counts are kept is not known here."""

from dataclasses import dataclass
from datetime import datetime

MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """At most `most` times in `window_s` seconds; 0 means no limit."""

    name: str
    most: int
    window_s: int = MINUTE

    def bucket(self, whose: str) -> str:
        """The name of the counter for one subject, such as a user or an address."""
        return f"{self.name}:{whose}"

    def window_start(self, now: datetime) -> int:
        """When the window began that `now` lies in, in seconds since 1970."""
        seconds = int(now.timestamp())
        return seconds - seconds % self.window_s

    def retry_after_s(self, now: datetime) -> int:
        """Seconds until the next window, at least one."""
        return max(1, self.window_s - int(now.timestamp()) % self.window_s)

    def allows(self, count: int) -> bool:
        """Whether the `count`th time in a window may go on."""
        return self.most == 0 or count <= self.most
