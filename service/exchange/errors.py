"""What can be wrong with a file that tutors exchange, apart from a single script in it."""

from service.errors import ServiceError


class HandInError(ServiceError):
    """A zip or folder from which no scripts can be taken at all."""

    status = 422
    title = "The scripts cannot be read"
    code = "unreadable_hand_in"


class HandInTooLargeError(HandInError):
    """A zip or folder with more files, or that unpacks to more, than the limits allow."""

    status = 413
    title = "There is too much in it"
    code = "hand_in_too_large"


class SheetError(ServiceError):
    """A worksheet or gradebook that cannot be filled in. The message says what to change."""

    status = 422
    title = "The sheet cannot be filled in"
    code = "unusable_sheet"
