"""What the addresses about people, keys and groups take and give."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from service.access.roles import Permission, Role
from service.api.schemas import Strict

Line = StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
Name = Annotated[str, Line]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^\s@\x00-\x1f\x7f]+@[^\s@\x00-\x1f\x7f]+$"),
]
Password = Annotated[str, StringConstraints(max_length=200)]
Id = Annotated[
    str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$", description="The id", examples=["5d1c6e3a-7a51-4c27-9a39-6b1f0d2c8e11"])
]
UserId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Days = Annotated[int, Field(ge=1, le=36_500)]


class FromValue(BaseModel):
    """Base of what is made from a value of the same shape."""

    model_config = ConfigDict(from_attributes=True)


class SignInIn(Strict):
    """An attempt to sign in."""

    email: Annotated[str, StringConstraints(max_length=254)] = Field(examples=["ada@example.edu"])
    password: Annotated[str, StringConstraints(max_length=1_000)] = Field(examples=["four calm green boats"])
    institution: Name | None = Field(default=None, description="Needed only where the address belongs to several")


class PasswordIn(Strict):
    """Another password for oneself."""

    old: Annotated[str, StringConstraints(max_length=1_000)]
    new: Password = Field(description="At least 12 characters", examples=["five loud yellow trains"])


class SessionOut(BaseModel):
    """Who asks, and what they may do."""

    user_id: str
    institution_id: str
    role: Role
    permissions: list[Permission]
    name: str | None = Field(description="Null for a key")
    email: str | None = Field(description="Null for a key")
    csrf_token: str | None = Field(description="Send it as X-CSRF-Token with whatever changes anything; null for a key")
    expires_at: datetime | None = Field(description="Null for a key")


class UserIn(Strict):
    """A user to add."""

    email: Email | None = Field(default=None, description="Needed for people", examples=["ada@example.edu"])
    name: Name = Field(examples=["Ada Lovelace"])
    role: Role = Field(examples=["student"])
    password: Password | None = Field(
        default=None, description="For a local account; leave it out for people who sign in by their institution"
    )


class UserChangeIn(Strict):
    """What to change about a user; what is left out stays."""

    name: Name | None = None
    role: Role | None = None
    is_active: bool | None = Field(default=None, description="False closes the account and ends what it has open")
    password: Password | None = None


class UserOut(FromValue):
    """A user."""

    id: str
    email: str
    name: str
    role: Role
    is_active: bool
    has_password: bool
    is_linked: bool = Field(description="Whether they sign in by their institution")
    created_at: datetime


class KeyIn(Strict):
    """A key to make."""

    name: Name = Field(examples=["Records system"])
    scopes: list[Permission] = Field(min_length=1, max_length=50, examples=[["submissions:read", "batches:write"]])
    user_id: UserId | None = Field(default=None, description="A service account; one is added where it is left out")
    expires_at: AwareDatetime | None = Field(default=None, description="Never, where it is left out")


class KeyOut(FromValue):
    """A key, without its secret."""

    id: str
    user_id: str
    name: str
    prefix: str = Field(description="How the secret begins", examples=["mp_Zk3v9QaX"])
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class MadeKeyOut(KeyOut):
    """A key just made."""

    secret: str | None = Field(
        description="The key itself. It is shown this once and kept nowhere; null when the request was sent again"
    )


class GroupNameIn(Strict):
    """A group to add, or its new name."""

    name: Name = Field(examples=["Monday seminar"])


class GroupOut(FromValue):
    """A group."""

    id: str
    name: str
    members: int
    created_at: datetime


class RowOut(FromValue):
    """What became of one row of a file."""

    row: int = Field(description="As a spreadsheet counts: the header is row 1")
    outcome: Literal["added", "changed", "unchanged", "refused"]
    detail: str | None = Field(description="Why it was refused")


class ImportOut(BaseModel):
    """What became of a file, row by row."""

    added: int
    changed: int
    unchanged: int
    refused: int
    is_dry_run: bool = Field(description="Nothing was kept")
    rows: list[RowOut]


class RetentionIn(Strict):
    """How long drafts are kept."""

    retention_days: Days | None = Field(
        description="Drafts and all that was made of them are deleted after so many days; null: as the service is set",
        examples=[365],
    )


class InstitutionOut(FromValue):
    """The institution of whoever asks."""

    id: str
    name: str
    retention_days: int | None = Field(description="Null where it is as the service is set")


class AuditLineOut(FromValue):
    """Who did what to what, and when."""

    id: str
    actor_id: str | None
    action: str = Field(examples=["user.added"])
    object_type: str
    object_id: str | None
    detail: dict[str, Any] = Field(description="Identifiers, roles and figures; never names or text")
    request_id: str | None
    created_at: datetime
