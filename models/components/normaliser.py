"""`normaliser`: gives each word its plain form, so that phrases match whatever the inflection."""

from spacy.language import Language
from spacy.tokens import Doc

from models.phrases import plain_words
from models.wordforms import plain_form


@Language.component("normaliser", assigns=["token.norm", "doc._.plain_words"])
def normaliser(doc: Doc) -> Doc:
    """Set every token's NORM to its plain form, and `doc._.plain_words` to all of them."""
    for token in doc:
        token.norm_ = plain_form(token.text)
    doc._.plain_words = plain_words(doc)
    return doc
