"""The one table of who may do what."""

import pytest

from service.access.roles import KEY_SCOPES, PERMISSIONS, Permission, Role, permissions_of


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        (Role.STUDENT, Permission.SUBMISSIONS_OWN, True),
        (Role.STUDENT, Permission.SUBMISSIONS_READ, False),
        (Role.STUDENT, Permission.GROUPS_READ, False),
        (Role.TUTOR, Permission.SUBMISSIONS_READ, True),
        (Role.TUTOR, Permission.GROUPS_READ, True),
        (Role.TUTOR, Permission.GROUPS_WRITE, False),
        (Role.TUTOR, Permission.WEBHOOKS_MANAGE, False),
        (Role.TUTOR, Permission.USERS_READ, False),
        (Role.TUTOR, Permission.PERSONAL_DATA_ANY, False),
        (Role.ADMINISTRATOR, Permission.USERS_WRITE, True),
        (Role.ADMINISTRATOR, Permission.PERSONAL_DATA_ANY, True),
        (Role.ADMINISTRATOR, Permission.SUBMISSIONS_OWN, False),
    ],
)
def test_a_role_may_do_what_the_table_says(role: Role, permission: Permission, allowed: bool) -> None:
    assert (permission in permissions_of(role)) is allowed


def test_every_role_is_in_the_table_and_every_permission_is_somebodys() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert frozenset().union(*PERMISSIONS.values()) == set(Permission)


def test_a_service_account_may_nothing_without_a_key() -> None:
    assert permissions_of(Role.SERVICE) == frozenset()


def test_a_key_cannot_make_keys_nor_act_as_a_person() -> None:
    assert not {Permission.KEYS_MANAGE, Permission.SUBMISSIONS_OWN, Permission.PERSONAL_DATA_OWN} & KEY_SCOPES
