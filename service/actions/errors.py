"""What stands in the way of an action, beside roles: feedback that waits, and marking that must stay blind."""

from service.errors import ForbiddenError


class NotReleasedError(ForbiddenError):
    """The student may see this later."""

    title = "Not released yet"
    code = "not_released"

    def __init__(self) -> None:
        """Say when."""
        super().__init__("Your tutor has not released the feedback yet.")


class MarkFirstError(ForbiddenError):
    """A marker must not see what others say before having marked."""

    title = "Mark first"
    code = "mark_first"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Two people mark this without seeing one another's marks. Hand in your own marking first.")
