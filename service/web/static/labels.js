// The labels of the editor: of evidence in the margin, of missing points where they could fit.

const APART_PX = 27;

function link(className, { lane, comment }, words, name) {
  const made = document.createElement("a");
  made.className = `${className} lane-${lane}`;
  made.href = `#${comment}`;
  made.append(...words);
  made.setAttribute("aria-label", name);
  made.title = name;
  return made;
}

function numbered(gap) {
  const number = document.createElement("span");
  number.className = "number";
  number.textContent = gap.number;
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = gap.name;
  return [number, name];
}

/** Draw a list of labels. One of them is reached by the Tab key, the others from there by the arrow keys. */
function put(list, places) {
  const focused = list.contains(document.activeElement) ? document.activeElement.textContent : null;
  list.replaceChildren(
    ...places.map(({ top, links }) => {
      const item = document.createElement("li");
      item.style.top = `${top}px`;
      item.append(...links);
      return item;
    }),
  );
  const links = [...list.querySelectorAll("a")];
  const again = links.find((each) => each.textContent === focused);
  for (const each of links) each.tabIndex = each === (again ?? links[0]) ? 0 : -1;
  if (focused !== null) (again ?? list.closest(".paper").querySelector("textarea")).focus({ preventScroll: true });
}

/** Go from label to label of a list by the arrow keys. */
export function walkLabels(list) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const links = [...list.querySelectorAll("a")];
    const next = links[links.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    for (const each of links) each.tabIndex = each === next ? 0 : -1;
    next.focus();
  });
}

/** Below one another, none over another. */
function spread(places) {
  let free = 0;
  for (const place of places.sort((a, b) => a.top - b.top)) {
    place.top = Math.max(place.top, free);
    free = place.top + APART_PX;
  }
  return places;
}

/** Missing points of one marking point at one place share a label. */
function together(gaps) {
  const found = new Map();
  for (const gap of gaps) {
    const key = `${gap.number} ${gap.at}`;
    const name = found.has(key) ? `${found.get(key).name}, ${gap.name}` : gap.name;
    found.set(key, { ...gap, name });
  }
  return [...found.values()];
}

/** Draw the labels on `paper`. Each note and gap has the `box` of its words; a gap `isFree` where a blank line follows. */
export function drawLabels(paper, { notes, gaps }) {
  const spots = paper.querySelector(".spots");
  const zero = paper.querySelector(".under").getBoundingClientRect().top;
  const line = Number.parseFloat(getComputedStyle(paper.querySelector("textarea")).lineHeight);
  const nameOf = (gap) => spots.dataset.spot.replace("{number}", gap.number).replace("{name}", gap.name);
  const margin = notes.map((note) => ({
    top: note.box.top - zero + 8,
    links: [link("tag", note, [note.label], `${note.label}: ${note.subject}`)],
  }));
  const rows = new Map();
  for (const gap of together(gaps)) {
    const top = gap.box.top - zero + gap.box.height / 2 + line / 2;
    if (gap.isFree) rows.set(top, [...(rows.get(top) || []), link("gap", gap, numbered(gap), nameOf(gap))]);
    else margin.push({ top: top - line / 2 - 4, links: [link("tag missing", gap, [`+${gap.number}`], nameOf(gap))] });
  }
  put(paper.querySelector(".rail"), spread(margin));
  put(
    spots,
    [...rows].map(([top, links]) => ({ top, links })),
  );
}
