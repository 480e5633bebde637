"""Builds the hashes of the source documents: `python -m seeds.build_hashes FOLDER`, the folder that holds them."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from seeds.catalogue import Source, load_catalogue
from seeds.copies import HASHES, hash_sequences, hash_texts
from seeds.errors import SeedError
from seeds.notes import NoteSection, load_notes

WINDOW = 5
"""Of so many neighbouring sequences at least one is kept, so 8 + 5 - 1 = 12 copied words are always noticed."""


def thin_hashes(text: str) -> frozenset[bytes]:
    """The smallest hash of every five neighbours: enough to notice a copy, too few to follow the text word by word.

    Were all kept, somebody who guessed eight words could find each next one by trying a dictionary. A text of fewer
    than five sequences keeps one; of fewer than eight words, none.
    """
    values = hash_sequences(text)
    last_start = max(len(values) - WINDOW, 0)
    return frozenset(min(values[start : start + WINDOW]) for start in range(last_start + 1) if values)


def build_hashes(
    documents: Path, sources: Sequence[Source], notes: Sequence[NoteSection], hashes: Path = HASHES
) -> tuple[str, ...]:
    """Writes `<source-id>.txt` for each source whose document is in the folder and returns the ids written.

    The hashes of other sources stay as they are, so that a source can be added by somebody who has not got the rest.

    Raises:
        SeedError: the folder holds no document of the catalogue, one is not UTF-8 text of eight words or more, or the
            notes carry over eight words of one.
    """
    written: list[str] = []
    for source in sources:
        path = documents / source.file_name
        if not path.is_file():
            continue
        text = _load_document(path)
        _refuse_carried_over(text, notes)
        values = thin_hashes(text)
        lines = "".join(f"{value.hex()}\n" for value in sorted(values))
        (hashes / f"{source.id}.txt").write_text(lines, encoding="ascii", newline="\n")
        written.append(source.id)
    if not written:
        names = ", ".join(source.file_name for source in sources)
        raise SeedError(f"{documents}: holds none of {names}. Give the folder that holds the documents.")
    return tuple(written)


def _load_document(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SeedError(f"{path.name}: not UTF-8 text. Save it as plain text in UTF-8.") from error
    if not hash_sequences(text):
        raise SeedError(f"{path.name}: fewer than eight words. Check that it is the whole document.")
    return text


def _refuse_carried_over(document: str, notes: Sequence[NoteSection]) -> None:
    known = hash_texts([document])
    for section in notes:
        words = section.text.split()
        for first, end in known.copied_runs(words):
            passage = " ".join(words[first:end])
            raise SeedError(f"{section.id}: '{passage}' is carried over from the document. Put it in your own words.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the builder and says what it wrote; 0 when it worked, 2 when it did not."""
    parser = argparse.ArgumentParser(prog="python -m seeds.build_hashes", description=build_hashes.__doc__)
    parser.add_argument("folder", type=Path, help="the folder that holds the source documents")
    folder: Path = parser.parse_args(arguments).folder
    try:
        written = build_hashes(folder, load_catalogue(), load_notes())
    except SeedError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"Hashes written for {', '.join(written)}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
