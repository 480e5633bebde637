"""Sign-in by the institution, against a provider in a process of its own."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from service.access.errors import IdentityProviderError, NoRoleError, SignInError
from service.access.identities import RoleClaim
from service.access.oidc import OidcClient, Provider, SignInRequest, is_safe_address
from service.access.roles import Role
from tests.oidc_provider import SignInService, providing

BACK = "http://127.0.0.1:8000/login/callback"
STAFF = RoleClaim(path="groups", roles={"staff": Role.TUTOR})


@pytest.fixture(scope="module")
def provider() -> Iterator[SignInService]:
    with providing() as running:
        yield running


@pytest.fixture
def client(provider: SignInService) -> Iterator[OidcClient]:
    with_secret = {"client_id": "markpoint", "client_secret": "s%cret:/ ü"}
    opened = OidcClient(Provider(issuer=provider.issuer, role_claim=STAFF, **with_secret))
    yield opened
    opened.close()


def come_back(client: OidcClient, provider: SignInService, subject: str) -> tuple[SignInRequest, str]:
    attempt, address = client.begin(redirect_uri=BACK)
    query = parse_qs(urlsplit(provider.sign_in(address, subject)).query)
    assert query["state"] == [attempt.state]
    return attempt, query["code"][0]


def test_a_person_signs_in_with_the_role_their_institution_gives(client: OidcClient, provider: SignInService) -> None:
    provider.set_person("t-1", email="Ada@example.org", email_verified=True, name="Ada", groups=["staff"])
    attempt, code = come_back(client, provider, "t-1")
    identity = client.finish(attempt, code=code, redirect_uri=BACK)
    assert (identity.subject, identity.email, identity.role) == ("t-1", "ada@example.org", Role.TUTOR)
    assert identity.email_is_verified
    assert identity.issuer == provider.issuer


def test_a_person_without_a_role_is_not_let_in(client: OidcClient, provider: SignInService) -> None:
    provider.set_person("s-9", email="bo@example.org", groups=["chess"])
    attempt, code = come_back(client, provider, "s-9")
    with pytest.raises(NoRoleError):
        client.finish(attempt, code=code, redirect_uri=BACK)


@pytest.mark.parametrize("wrong", ["code", "verifier", "nonce", "twice", "redirect"])
def test_a_code_is_good_once_and_for_the_request_it_was_made_for(
    client: OidcClient, provider: SignInService, wrong: str
) -> None:
    provider.set_person("t-2", email="cy@example.org", groups=["staff"])
    attempt, code = come_back(client, provider, "t-2")
    other, _ = client.begin(redirect_uri=BACK)
    if wrong == "twice":
        client.finish(attempt, code=code, redirect_uri=BACK)
    used = SignInRequest(
        state=attempt.state,
        nonce=other.nonce if wrong == "nonce" else attempt.nonce,
        code_verifier=other.code_verifier if wrong == "verifier" else attempt.code_verifier,
    )
    with pytest.raises(SignInError):
        client.finish(
            used, code="made-up" if wrong == "code" else code, redirect_uri=f"{BACK}x" if wrong == "redirect" else BACK
        )


def test_every_attempt_has_its_own_secrets(client: OidcClient) -> None:
    made = [client.begin(redirect_uri=BACK)[0] for _ in range(3)]
    secrets = {secret for one in made for secret in (one.state, one.nonce, one.code_verifier)}
    assert len(secrets) == 9
    assert all(len(secret) >= 43 for secret in secrets)


def test_a_client_without_a_secret_signs_in_by_pkce_alone(provider: SignInService) -> None:
    provider.set_person("t-3", email="di@example.org")
    client = OidcClient(Provider(issuer=provider.issuer, client_id="public"))
    attempt, code = come_back(client, provider, "t-3")
    assert client.finish(attempt, code=code, redirect_uri=BACK).role is None
    client.close()


@pytest.mark.parametrize("change", ["{issuer}/", "{issuer}/elsewhere", "http://127.0.0.1:9", "http://[", "nonsense"])
def test_a_provider_that_is_not_there_or_is_another_is_said_to_be_so(provider: SignInService, change: str) -> None:
    client = OidcClient(Provider(issuer=change.format(issuer=provider.issuer), client_id="markpoint"))
    with pytest.raises(IdentityProviderError):
        client.begin(redirect_uri=BACK)
    client.close()


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://sign.example/x", True),
        ("http://127.0.0.1:9400/x", True),
        ("http://localhost/x", True),
        ("http://sign.example/x", False),
        ("http://localhost.example/x", False),
        ("javascript:alert(1)", False),
        ("//sign.example", False),
    ],
)
def test_secrets_go_only_where_nobody_listens(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe
