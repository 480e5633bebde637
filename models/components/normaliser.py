"""`normaliser`: gives each word its plain form (`token.norm_`), so that phrases match whatever the inflection."""

from spacy.language import Language
from spacy.tokens import Doc

from models.wordforms import plain_form


@Language.component("normaliser", assigns=["token.norm"])
def normaliser(doc: Doc) -> Doc:
    """Set every token's NORM to its plain form."""
    for token in doc:
        token.norm_ = plain_form(token.text)
    return doc
