"""What goes wrong while somebody signs in. No message says which part of what was sent was wrong."""

from service.errors import ServiceError, UnauthenticatedError


class SignInError(UnauthenticatedError):
    """Somebody could not be signed in."""

    title = "Signing in did not work"
    code = "sign_in"

    def __init__(self, detail: str = "You could not be signed in. Begin again, on the page for signing in.") -> None:
        """Say what to do."""
        super().__init__(detail)


class NoRoleError(ServiceError):
    """The institution knows the person, and no role here belongs to what it says of them."""

    status = 403
    title = "There is no role for you here"
    code = "no_role"

    def __init__(self) -> None:
        """Say whom to ask."""
        super().__init__("Your institution signed you in, but gave you no role here. Ask your administrator for one.")


class IdentityProviderError(ServiceError):
    """The institution's sign-in service does not answer as it should."""

    status = 502
    title = "Your institution's sign-in cannot be used at the moment"
    code = "identity_provider"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Your institution's sign-in service did not answer as it should. Try again in a few minutes.")
