"""Secrets that are handed out."""

from service.access.tokens import hash_token, make_key, make_session_token, same_token


def test_no_two_tokens_are_the_same_and_only_their_hash_is_kept() -> None:
    made = [make_session_token() for _ in range(50)] + [make_key() for _ in range(50)]
    assert len({token.value for token in made}) == len({token.hash for token in made}) == 100
    assert all(token.hash == hash_token(token.value) and token.value not in repr(token.hash) for token in made)


def test_a_key_is_known_by_its_beginning() -> None:
    key = make_key()
    assert key.value.startswith("mp_")
    assert key.value.startswith(key.prefix)
    assert len(key.value) - len(key.prefix) >= 32


def test_tokens_are_compared_whole() -> None:
    assert same_token("abc", "abc")
    assert not same_token("abc", "abx")
    assert not same_token("abc", "abcé")
