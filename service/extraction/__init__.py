"""From the bytes of a file to the text of a draft."""

from service.extraction.draft import ExtractedDraft
from service.extraction.extract import extract_text
from service.extraction.limits import ExtractionLimits

__all__ = ["ExtractedDraft", "ExtractionLimits", "extract_text"]
