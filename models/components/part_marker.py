"""`part_marker`: makes each part of the draft begin a sentence."""

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from models.extensions import parts_of
from models.parts import find_parts


@Language.component("part_marker", assigns=["doc._.parts", "token.is_sent_start"])
def part_marker(doc: Doc) -> Doc:
    """Begin a sentence at each part and at its body, so that a bullet's sign stands alone.

    Parts that are known already, since the text is a passage of a longer one, are kept in `doc._.parts`; else they are
    found and set.
    """
    parts = parts_of(doc) or find_parts(doc.text)
    doc._.parts = parts
    starts = [token.idx for token in doc]
    for part in parts:
        for char in (part.start_char, part.body_char):
            index = bisect_left(starts, char)
            if 0 < index < len(doc):
                doc[index].is_sent_start = True
    return doc
