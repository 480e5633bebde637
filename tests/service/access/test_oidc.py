"""Sign-in by the institution, against a provider in a process of its own."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from service.access.errors import IdentityProviderError, NoRoleError, SignInError
from service.access.identities import Identity, RoleClaim
from service.access.oidc import OidcClient, Provider, SignInRequest, is_safe_address
from service.access.roles import Role
from tests.faulty_provider import FaultyProvider, faulty
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


@pytest.fixture
def faulty_provider() -> Iterator[FaultyProvider]:
    with faulty() as running:
        yield running


@pytest.fixture
def clock() -> list[float]:
    return [1_800_000_000.0]


@pytest.fixture
def wary(faulty_provider: FaultyProvider, clock: list[float]) -> Iterator[OidcClient]:
    opened = OidcClient(Provider(issuer=faulty_provider.issuer, client_id="markpoint"), now_s=lambda: clock[0])
    yield opened
    opened.close()


def attempt_at(client: OidcClient, provider: FaultyProvider, now_s: float) -> Identity:
    """Come back from a provider that vouches for somebody."""
    attempt, _ = client.begin(redirect_uri=BACK)
    times = {"iat": int(now_s), "exp": int(now_s) + 60}
    provider.claims = {
        "iss": provider.issuer,
        "aud": "markpoint",
        "sub": "s",
        "nonce": attempt.nonce,
        "email": "a@b.c",
        **times,
    }
    return client.finish(attempt, code="code", redirect_uri=BACK)


def test_new_keys_of_the_provider_are_fetched_when_a_token_names_one(
    wary: OidcClient, faulty_provider: FaultyProvider, clock: list[float]
) -> None:
    for _ in range(3):
        assert attempt_at(wary, faulty_provider, clock[0]).subject == "s"
    assert faulty_provider.asked.count("/jwks") == faulty_provider.asked.count("/.well-known/openid-configuration") == 1
    faulty_provider.roll_keys(publishing=True)
    assert attempt_at(wary, faulty_provider, clock[0]).subject == "s"
    assert faulty_provider.asked.count("/jwks") == 2


def test_invented_keys_do_not_make_the_provider_be_asked_again_and_again(
    wary: OidcClient, faulty_provider: FaultyProvider, clock: list[float]
) -> None:
    faulty_provider.roll_keys(publishing=False)
    for _ in range(5):
        with pytest.raises(SignInError):
            attempt_at(wary, faulty_provider, clock[0])
    assert faulty_provider.asked.count("/jwks") == 2
    clock[0] += 61
    with pytest.raises(SignInError):
        attempt_at(wary, faulty_provider, clock[0])
    assert faulty_provider.asked.count("/jwks") == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((500, b"{}"), IdentityProviderError),
        ((200, b"not JSON"), IdentityProviderError),
        ((200, b"[]"), IdentityProviderError),
        ((200, b"{}"), IdentityProviderError),
        ((200, b'{"id_token": 7}'), IdentityProviderError),
        ((302, b""), IdentityProviderError),
        ((400, b'{"error": "invalid_grant"}'), SignInError),
        ((200, b'{"id_token": "a.b.c"}'), SignInError),
    ],
)
def test_an_answer_without_a_token_lets_nobody_in(
    wary: OidcClient,
    faulty_provider: FaultyProvider,
    clock: list[float],
    answer: tuple[int, bytes],
    error: type[Exception],
) -> None:
    faulty_provider.token_answer = answer
    with pytest.raises(error):
        attempt_at(wary, faulty_provider, clock[0])


@pytest.mark.parametrize("answer", [b"{}", b'{"keys": []}', b'{"keys": 7}', b'{"keys": [7]}', b"no"])
def test_a_provider_without_keys_is_said_not_to_answer(
    wary: OidcClient, faulty_provider: FaultyProvider, clock: list[float], answer: bytes
) -> None:
    faulty_provider.keys_answer = answer
    with pytest.raises(IdentityProviderError):
        attempt_at(wary, faulty_provider, clock[0])


def test_what_the_provider_says_of_itself_is_fetched_again_after_an_hour(
    wary: OidcClient, faulty_provider: FaultyProvider, clock: list[float]
) -> None:
    attempt_at(wary, faulty_provider, clock[0])
    clock[0] += 3_601
    attempt_at(wary, faulty_provider, clock[0])
    assert faulty_provider.asked.count("/jwks") == faulty_provider.asked.count("/.well-known/openid-configuration") == 2
