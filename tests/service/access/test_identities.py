"""What an institution says of a person."""

from typing import Any

import pytest

from service.access.errors import NoRoleError, SignInError
from service.access.identities import RoleClaim, read_identity
from service.access.roles import Role

CLAIMS: dict[str, Any] = {"iss": "https://sign.example", "sub": "s-1", "email": "Ada@Example.org", "name": " Ada L "}
ROLES = {"staff": Role.TUTOR, "admins": Role.ADMINISTRATOR, "students": Role.STUDENT}


@pytest.mark.parametrize(
    ("claims", "path", "role"),
    [
        ({"groups": ["students"]}, "groups", Role.STUDENT),
        ({"groups": ["students", "staff", "chess"]}, "groups", Role.TUTOR),
        ({"groups": ["staff", "admins"]}, "groups", Role.ADMINISTRATOR),
        ({"role": "staff"}, "role", Role.TUTOR),
        ({"realm_access": {"roles": ["staff"]}}, "realm_access.roles", Role.TUTOR),
        ({"https://sign.example/roles": ["staff"]}, "https://sign.example/roles", Role.TUTOR),
        ({"groups": ["admins"]}, None, None),
    ],
)
def test_claims_give_the_highest_role_they_name(claims: dict[str, Any], path: str | None, role: Role | None) -> None:
    assert read_identity(CLAIMS | claims, RoleClaim(path=path, roles=ROLES)).role is role


@pytest.mark.parametrize("claims", [{}, {"groups": []}, {"groups": ["chess"]}, {"groups": {"staff": 1}}, {"groups": 3}])
def test_claims_that_give_no_role_let_nobody_in(claims: dict[str, Any]) -> None:
    with pytest.raises(NoRoleError):
        read_identity(CLAIMS | claims, RoleClaim(path="groups", roles=ROLES))


def test_the_address_is_kept_in_small_letters_and_the_name_tidy() -> None:
    identity = read_identity(CLAIMS, RoleClaim())
    assert (identity.email, identity.name, identity.subject) == ("ada@example.org", "Ada L", "s-1")
    assert not identity.email_is_verified
    assert read_identity(CLAIMS | {"name": ""}, RoleClaim()).name == "Ada"


@pytest.mark.parametrize(("value", "verified"), [(True, True), (False, False), ("true", False), (1, False)])
def test_an_address_counts_as_verified_only_when_the_provider_says_so(value: object, verified: bool) -> None:
    assert read_identity(CLAIMS | {"email_verified": value}, RoleClaim()).email_is_verified is verified


@pytest.mark.parametrize("change", [{"sub": ""}, {"sub": 7}, {"sub": "s" * 256}, {"email": None}, {"email": "ada"}])
def test_a_person_without_subject_or_address_is_not_let_in(change: dict[str, Any]) -> None:
    with pytest.raises(SignInError):
        read_identity(CLAIMS | change, RoleClaim())
