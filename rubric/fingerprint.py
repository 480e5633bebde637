"""A short content hash of a rubric, stored with every score so that it can be told which rubric gave it."""

import hashlib
import json

from rubric.schema import Rubric


def fingerprint(rubric: Rubric) -> str:
    """Sixteen hexadecimal digits that change when anything the rubric says changes.

    Comments, layout and key order of the file do not count, nor does a key that is spelt out with its default value;
    the order of criteria, elements and terms does.
    """
    content = rubric.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
