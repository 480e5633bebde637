"""The example in the README: written by the program, between two markers.

`python -m tests.readme_example`, run in the project's folder, writes it anew.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DRAFT = "tests/data/readme_draft.txt"
BEGIN = "<!-- example: begin -->\n"
END = "<!-- example: end -->\n"


def make_example() -> str:
    """What `markpoint check` says of the example's draft, as a block of the README."""
    program = Path(sys.executable).parent / "markpoint"
    done = subprocess.run([program, "check", DRAFT], cwd=ROOT, capture_output=True, text=True, check=True)
    return f"```\n{done.stdout.strip()}\n```\n"


def read_example() -> str:
    """The block as it stands in the README."""
    return README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def write_example() -> None:
    """Put a new block in the place of the old one."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    README.write_text(f"{before}{BEGIN}{make_example()}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    write_example()
