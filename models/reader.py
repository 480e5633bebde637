"""Reads passages with the spaCy pipeline, and keeps what it found in those read last."""

from bisect import bisect_right
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from threading import Lock

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.asides import as_answer, load_asides, seems_to_speak
from models.copies import copied_sentences
from models.evidence import EvidenceKind, EvidenceSpan, Function
from models.extensions import CONCEPTS, functions_of, is_weak, manner_of, names_of, order_of, parts_of, signals_of
from models.meaning import load_meaning
from models.passages import Passage
from models.readings import Reading, SentenceReading
from models.repeats import stems_of
from models.spelling import mend_text
from seeds.copies import SourceHashes

KEPT = 256
"""Readings kept in memory: some dozen drafts that are being written."""


class PassageReader:
    """Finds what a passage holds. Safe to share between threads; what was read lately is not read again.

    A passage is read by itself, so its reading is the same whichever passages are read with it.
    """

    def __init__(self, nlp: Language, kinds: Mapping[str, EvidenceKind], known: SourceHashes) -> None:
        """Take the pipeline, the kind of evidence that each label of its spans is, and the texts known to be copied."""
        self._nlp = nlp
        self._kinds = kinds
        self._known = known
        self._meaning = load_meaning()
        self._asides = load_asides()
        self._kept: OrderedDict[bytes, Reading] = OrderedDict()
        self._lock = Lock()

    def read(self, passages: Sequence[Passage]) -> tuple[Reading, ...]:
        """What each passage holds, in order."""
        keys = [_key(passage) for passage in passages]
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
        new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in found}
        docs = self._nlp.pipe([self._doc(passage) for passage in new.values()])
        found |= {key: self._reading(doc, new[key]) for key, doc in zip(new, docs, strict=True)}
        with self._lock:
            for key in keys:
                self._kept[key] = found[key]
                self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return tuple(found[key] for key in keys)

    def _doc(self, passage: Passage) -> Doc:
        doc = self._nlp.make_doc(passage.to_read())
        doc._.parts = passage.parts_to_read()
        return doc

    def _reading(self, doc: Doc, passage: Passage) -> Reading:
        sentences = self._sentences(doc, passage)
        bounds = [(each.start_char, each.end_char) for each in sentences]
        return Reading(
            sentences=sentences,
            copied=copied_sentences(passage.text, bounds, self._known),
            names=tuple(
                replace(name, start_char=name.start_char - passage.lead, end_char=name.end_char - passage.lead)
                for name in names_of(doc)
                if name.start_char >= passage.lead
            ),
            everyday=frozenset(token.text for token in doc if token.is_lower),
        )

    def _sentences(self, doc: Doc, passage: Passage) -> tuple[SentenceReading, ...]:
        """The sentences with words in a part of the passage, not only blank space or a bullet's sign."""
        lead, parts = passage.lead, parts_of(doc)
        above = len(parts) - len(passage.parts)
        starts, bodies = [part.start_char for part in parts], [part.body_char for part in parts]
        spans = _by_sentence(doc)
        measures = {measure.start_char: measure for measure in doc._.measures}
        steps = {step.start_char: step for step in doc._.plan_steps}
        found = []
        for sentence in doc.sents:
            text = sentence.text
            first_char = sentence.start_char + len(text) - len(text.lstrip())
            end_char = sentence.start_char + len(text.rstrip())
            part = bisect_right(starts, first_char) - 1
            if part < above or end_char <= bodies[part] or not any(char.isalnum() for char in text):
                continue
            meaning, words = self._meaning.of(mend_text(text)), _words_of(sentence)
            functions, manner = functions_of(sentence), manner_of(sentence)
            if self._asides.speaks_to_marker(meaning, words):
                functions |= {Function.MARKER}
            elif seems_to_speak(functions, manner) and self._asides.rules_out(meaning, words):
                functions, manner = as_answer(functions, manner)
            found.append(
                SentenceReading(
                    start_char=first_char - lead,
                    end_char=end_char - lead,
                    part=part - above,
                    functions=functions,
                    spans=tuple(self._span(span, lead) for span in spans.get(sentence.start, ())),
                    signals=signals_of(sentence),
                    manner=manner,
                    order=order_of(sentence),
                    measure=measures.get(sentence.start_char),
                    plan_step=steps.get(sentence.start_char),
                    stems=stems_of(text),
                    meaning=meaning,
                    words=words,
                )
            )
        return tuple(found)

    def _span(self, span: Span, lead: int) -> EvidenceSpan:
        return EvidenceSpan(
            kind=self._kinds[span.label_],
            start_char=span.start_char - lead,
            end_char=span.end_char - lead,
            detector="concept_matcher",
            element_id=span.label_,
            negated=span._.negated,
            weak=is_weak(span),
        )


def _words_of(sentence: Span) -> tuple[str, ...]:
    """The plain forms of its words and signs of per cent, each once, sorted."""
    return tuple(sorted({token.norm_ for token in sentence if any(map(str.isalpha, token.text)) or token.text == "%"}))


def _key(passage: Passage) -> bytes:
    parts = [(part.kind.value, part.start_char, part.body_char, part.end_char) for part in passage.parts]
    return blake2b(repr((passage.heading, passage.text, parts)).encode(), digest_size=16).digest()


def _by_sentence(doc: Doc) -> Mapping[int, list[Span]]:
    starts = [sentence.start for sentence in doc.sents]
    table: dict[int, list[Span]] = defaultdict(list)
    for span in sorted(doc.spans[CONCEPTS], key=lambda each: (each.start, each.end, each.label_)):
        table[starts[bisect_right(starts, span.start) - 1]].append(span)
    return table
