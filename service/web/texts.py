"""Every word of the pages, read from text files by topic so that they can be translated."""

from importlib.resources import files
from types import SimpleNamespace

import yaml

LANGUAGE = "en"


def load_texts() -> SimpleNamespace:
    """The texts of `en.yaml` and every `en_<topic>.yaml`; sections are attributes: `texts.form.submit`."""
    found: dict[str, object] = {}
    for file in sorted(files("service.web").iterdir(), key=lambda each: each.name):
        if file.name == f"{LANGUAGE}.yaml" or (file.name.startswith(f"{LANGUAGE}_") and file.name.endswith(".yaml")):
            found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return _as_namespace(found)


def load_example() -> str:
    """The example draft that the first page offers."""
    return files("service.web").joinpath("example.txt").read_text(encoding="utf-8").strip()


def count(forms: SimpleNamespace, n: int) -> str:
    """A number with its noun: `1 word`, `1,200 words`. `forms` has `one` and `other`, each with `{n}`."""
    form: str = forms.one if n == 1 else forms.other
    return form.format(n=f"{n:,}")


def _as_namespace(section: dict[str, object]) -> SimpleNamespace:
    return SimpleNamespace(
        **{key: _as_namespace(value) if isinstance(value, dict) else value for key, value in section.items()}
    )
