// Evidence under the words of the editor: marked, labelled in the margin, and kept in its place while somebody types.

import { drawLabels, walkLabels } from "./labels.js";

/** Shift a place by an edit that replaced what stood from `from` to `to` and made the text longer by `more`. */
function shift(place, from, to, more, isEnd) {
  if (place < from || (isEnd && place === from)) return place;
  if (place >= to) return place + more;
  return isEnd ? Math.max(from, to + more) : from;
}

/** Keep marks under `box`: in `.under`, which lies below it with the same words, and labels beside them. */
export function makeOverlay(paper, box) {
  const under = paper.querySelector(".under");
  let notes = [];
  let gaps = [];
  let paragraphs = {};
  let text = box.value;
  const marks = new Map();

  function draw() {
    marks.clear();
    const edges = new Set([0, text.length]);
    for (const note of notes) edges.add(note.start).add(note.end);
    const cuts = [...edges].sort((a, b) => a - b);
    const pieces = cuts.slice(1).map((end, index) => {
      const start = cuts[index];
      const over = notes.filter((note) => note.start < end && note.end > start);
      const words = text.slice(start, end);
      if (!over.length) return document.createTextNode(words);
      const mark = document.createElement("mark");
      const lanes = new Set(over.map((note) => note.lane));
      for (const lane of lanes) mark.classList.add(`lane-${lane}`);
      if (over.every((note) => note.folded)) mark.classList.add("folded");
      else if (lanes.size > 1) mark.classList.add("many");
      mark.textContent = words;
      for (const note of over) marks.set(note.label, [...(marks.get(note.label) || []), mark]);
      return mark;
    });
    under.replaceChildren(...pieces, document.createTextNode("\u200b"));
    stay();
    label();
  }

  /** The paper scrolls, never the text area in it: else words and marks would part. */
  function stay() {
    if (box.scrollTop) box.scrollTop = 0;
  }

  function label() {
    const labelled = notes.filter((note) => marks.has(note.label));
    const ends = gaps.map((gap) => ({ ...gap, at: endOf(gap.paragraph) }));
    drawLabels(paper, {
      notes: labelled.map((note) => ({ ...note, box: marks.get(note.label)[0].getClientRects()[0] })),
      gaps: ends.map((gap) => ({ ...gap, box: boxOf(gap.at), isFree: isBlankAfter(gap.at) })),
    });
  }

  /** Where a paragraph ends; the end of the words for one that is not there. */
  function endOf(number) {
    return paragraphs[number]?.[1] ?? text.trimEnd().length;
  }

  function isBlankAfter(place) {
    return /^[^\S\n]*(\n[^\S\n]*(\n|$)|$)/.test(text.slice(place));
  }

  function follow() {
    const now = box.value;
    let from = 0;
    const most = Math.min(text.length, now.length);
    while (from < most && text[from] === now[from]) from += 1;
    let tail = 0;
    while (tail < most - from && text[text.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
    const to = text.length - tail;
    const more = now.length - text.length;
    notes = notes
      .map((note) => ({
        ...note,
        start: shift(note.start, from, to, more, false),
        end: shift(note.end, from, to, more, true),
      }))
      .filter((note) => note.end > note.start);
    for (const [number, [start, end]] of Object.entries(paragraphs)) {
      paragraphs[number] = [shift(start, from, to, more, false), shift(end, from, to, more, true)];
    }
    text = now;
    draw();
  }

  /** Scroll the paper, and the page to it, until a place on it is seen. */
  function reveal(place) {
    paper.scrollTop += place.top - paper.getBoundingClientRect().top - paper.clientHeight / 3;
    paper.scrollIntoView({ block: "nearest" });
  }

  function show(label) {
    const found = marks.get(label);
    if (!found) return false;
    for (const mark of under.querySelectorAll(".hit")) mark.classList.remove("hit");
    for (const mark of found) mark.classList.add("hit");
    const note = notes.find((each) => each.label === label);
    box.focus({ preventScroll: true });
    box.setSelectionRange(note.start, note.start);
    reveal(found[0].getClientRects()[0]);
    return true;
  }

  /** Go on writing at the end of a paragraph; of the last one for none. */
  function goTo(number) {
    if (number !== null && !(number in paragraphs)) return false;
    const place = endOf(number);
    box.focus({ preventScroll: true });
    box.setSelectionRange(place, place);
    reveal(boxOf(place));
    return true;
  }

  /** The box on the page of the letter before a place. */
  function boxOf(place) {
    const range = document.createRange();
    const walker = document.createTreeWalker(under, NodeFilter.SHOW_TEXT);
    let seen = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (seen + node.length >= place) {
        range.setStart(node, Math.max(place - seen - 1, 0));
        range.setEnd(node, Math.max(place - seen, 1));
        break;
      }
      seen += node.length;
    }
    return [...range.getClientRects()].at(-1) ?? under.getBoundingClientRect();
  }

  function put(data) {
    notes = JSON.parse(data.notes).map(([label, lane, subject, start, end, comment, folded]) => {
      return { label, lane, subject, start, end, comment, folded };
    });
    paragraphs = JSON.parse(data.paragraphs);
    gaps = JSON.parse(data.gaps);
    text = box.value;
    draw();
  }

  for (const list of paper.querySelectorAll(".rail, .spots")) walkLabels(list);
  box.addEventListener("input", follow);
  box.addEventListener("scroll", stay);
  addEventListener("resize", label);
  paper.classList.add("lively");
  put(paper.dataset);
  return { put, show, goTo };
}
