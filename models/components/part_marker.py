"""`part_marker`: finds the parts of the draft and makes each begin a sentence."""

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from models.parts import find_parts


@Language.component("part_marker", assigns=["doc._.parts", "token.is_sent_start"])
def part_marker(doc: Doc) -> Doc:
    """Set `doc._.parts` and begin a sentence at each part and at its body, so that a bullet's sign stands alone."""
    parts = find_parts(doc.text)
    doc._.parts = parts
    starts = [token.idx for token in doc]
    for part in parts:
        for char in (part.start_char, part.body_char):
            index = bisect_left(starts, char)
            if 0 < index < len(doc):
                doc[index].is_sent_start = True
    return doc
