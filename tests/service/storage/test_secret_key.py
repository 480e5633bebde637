"""The secret of an installation is made once, and kept where its owner alone reads it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.config import Settings
from service.errors import SettingsError
from service.storage.secret_key import FILE_NAME, load_secret_key


def test_the_secret_of_the_settings_is_used(tmp_path: Path) -> None:
    settings = Settings.model_validate({"secret_key": "from outside", "data_dir": tmp_path / "data"})
    assert load_secret_key(settings) == b"from outside"
    assert not (tmp_path / "data").exists()


def test_without_one_it_is_made_once(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: load_secret_key(settings), range(32)))
    assert len(made) == 1
    assert {len(secret) for secret in made} == {64}
    assert [path.name for path in (tmp_path / "data").iterdir()] == [FILE_NAME]


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    load_secret_key(Settings(data_dir=tmp_path / "data"))
    assert stat.S_IMODE((tmp_path / "data" / FILE_NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    first, second = (load_secret_key(Settings(data_dir=tmp_path / name)) for name in ("a", "b"))
    assert first != second


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="Set MARKPOINT_SECRET_KEY"):
        load_secret_key(Settings(data_dir=tmp_path / "file" / "data"))
