// Evidence under the words of the editor: marked, labelled in the margin, and kept in its place while somebody types.

/** Shift a place by an edit that replaced what stood from `from` to `to` and made the text longer by `more`. */
function shift(place, from, to, more, isEnd) {
  if (place < from || (isEnd && place === from)) return place;
  if (place >= to) return place + more;
  return isEnd ? Math.max(from, to + more) : from;
}

/** Keep marks under `box`. `under` lies below it with the same words; `rail` holds their labels. */
export function makeOverlay(paper, box, under, rail) {
  let notes = [];
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
    let free = 0;
    const items = [];
    for (const note of notes) {
      const mark = marks.get(note.label)?.[0];
      if (!mark) continue;
      const link = document.createElement("a");
      link.className = `tag lane-${note.lane}`;
      link.href = `#${note.comment}`;
      link.textContent = note.label;
      link.setAttribute("aria-label", `${note.label}: ${note.subject}`);
      const item = document.createElement("li");
      item.append(link);
      const top = Math.max(mark.getClientRects()[0].top - under.getBoundingClientRect().top + 8, free);
      item.style.top = `${top}px`;
      free = top + 27;
      items.push(item);
    }
    rail.replaceChildren(...items);
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
    for (const number of Object.keys(paragraphs)) {
      paragraphs[number] = shift(paragraphs[number], from, to, more, false);
    }
    text = now;
    draw();
  }

  /** Scroll the paper, and the page to it, until an element of `under` is seen. */
  function reveal(element) {
    const at = element.getClientRects()[0].top - paper.getBoundingClientRect().top;
    paper.scrollTop += at - paper.clientHeight / 3;
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
    reveal(found[0]);
    return true;
  }

  function goTo(number) {
    const place = number === null ? text.length : paragraphs[number];
    if (place === undefined) return false;
    box.focus({ preventScroll: true });
    box.setSelectionRange(place, place);
    const range = document.createRange();
    const walker = document.createTreeWalker(under, NodeFilter.SHOW_TEXT);
    let seen = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (seen + node.length >= place) {
        range.setStart(node, Math.min(place - seen, node.length));
        range.setEnd(node, Math.min(place - seen + 1, node.length));
        break;
      }
      seen += node.length;
    }
    if (range.getClientRects().length) reveal(range);
    return true;
  }

  function put(data) {
    notes = JSON.parse(data.notes);
    paragraphs = JSON.parse(data.paragraphs);
    text = box.value;
    draw();
  }

  box.addEventListener("input", follow);
  box.addEventListener("scroll", stay);
  addEventListener("resize", label);
  paper.classList.add("lively");
  put(paper.dataset);
  return { put, follow, show, goTo };
}
