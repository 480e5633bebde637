"""Everything a rubric must keep beyond its shape: one function a rubric, one for the package as a whole."""

from collections.abc import Collection

from rubric.cross_checks.bands import check_bands, check_overall
from rubric.cross_checks.identity import check_ids, check_prefixes, check_references, check_sources
from rubric.cross_checks.lexicons import check_lexicons, check_recognisable
from rubric.cross_checks.wording import check_blank_text, check_next_steps
from rubric.findings import Finding, Severity, error, warning
from rubric.json_schema import is_current
from rubric.readings import reading_tags
from rubric.schema import Element, KeyConcept, Misconception, Rubric, Tip
from seeds.catalogue import load_catalogue


def check_rubric(
    rubric: Rubric, *, known_sources: Collection[str] | None = None, is_draft: bool = False
) -> tuple[Finding, ...]:
    """Everything found wrong with a rubric, errors first; empty when all is well.

    Args:
        rubric: the rubric to look at.
        known_sources: ids that its sources may name; those of the catalogue when not given.
        is_draft: the rubric is not part of the package, so a source outside the catalogue is a warning only.
    """
    if known_sources is None:
        known_sources = [source.id for source in load_catalogue()]
    found = [
        *check_ids(rubric),
        *check_prefixes(rubric),
        *check_references(rubric),
        *check_sources(rubric, known_sources, is_draft=is_draft),
        *check_bands(rubric),
        *check_overall(rubric),
        *check_lexicons(rubric),
        *check_recognisable(rubric),
        *check_blank_text(rubric),
        *check_next_steps(rubric),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.ERROR))


def check_package(rubrics: Collection[Rubric]) -> tuple[Finding, ...]:
    """What concerns the package as a whole: the JSON Schema is current, notes and elements know each other."""
    found = []
    if not is_current():
        found.append(error("schema.json", "the JSON Schema is out of date. Run 'python -m rubric.json_schema'."))
    tags = reading_tags()
    known = {name for rubric in rubrics for name in _tagged_ids(rubric)}
    found.extend(
        error(f"reading notes: {tag}", "notes serve this id, and no rubric has it. Correct the tag or add the element.")
        for tag in sorted(tags - known)
    )
    found.extend(
        warning(element.id, f"no reading note serves this element of {rubric.id}. Tag a section with it.")
        for rubric in rubrics
        for element in rubric.elements
        if element.id not in tags
    )
    return tuple(found)


def _tagged_ids(rubric: Rubric) -> list[str]:
    things: tuple[Element | Misconception | Tip | KeyConcept, ...] = (
        *rubric.elements,
        *rubric.misconceptions,
        *rubric.tips,
        *rubric.key_concepts,
    )
    return [thing.id for thing in things]
