"""The rules a rubric keeps beyond its shape, one file a concern; `rubric.checks` runs them all."""

from rubric.cross_checks.bands import check_bands, check_overall
from rubric.cross_checks.identity import check_ids, check_prefixes, check_references, check_sources
from rubric.cross_checks.lexicons import check_lexicons, check_recognisable
from rubric.cross_checks.wording import check_blank_text, check_next_steps

__all__ = [
    "check_bands",
    "check_blank_text",
    "check_ids",
    "check_lexicons",
    "check_next_steps",
    "check_overall",
    "check_prefixes",
    "check_recognisable",
    "check_references",
    "check_sources",
]
