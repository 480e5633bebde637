// The page for writing. Without this file the text is handed in by its button, and everything else works as well.

import { keepText } from "./keeping.js";
import { followWriting } from "./live.js";
import { makeOverlay } from "./overlay.js";

const page = document.querySelector(".writing");
const box = page.querySelector("#text");
const paper = page.querySelector(".paper");
const labelled = page.querySelector(".labelled");
const comments = page.querySelector("#comments");
const form = page.querySelector("#write");
const token = form.elements.csrf_token.value;

/** Show a state in words; `{detail}` stands for what the server said. */
function teller(out) {
  return (name, detail = "") => {
    out.textContent = out.dataset[name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())].replace("{detail}", detail);
  };
}

/** The choice between two versions of the text. */
function conflictPanel() {
  const panel = page.querySelector("#conflict");
  const other = panel.querySelector("#other");
  let decide = null;
  const settle = (takesOther) => {
    panel.querySelector(".ways").hidden = true;
    const done = decide;
    decide = null;
    done?.(takesOther);
    box.focus();
  };
  panel.querySelector("#keep-mine").addEventListener("click", () => settle(false));
  panel.querySelector("#take-other").addEventListener("click", () => settle(true));
  return {
    show(text, then) {
      other.value = text;
      decide = then;
      panel.querySelector(".ways").hidden = false;
      panel.hidden = false;
      panel.focus();
    },
    swap(target) {
      [target.value, other.value] = [other.value, target.value];
      const name = panel.querySelector("label");
      name.textContent = name.dataset.swapped;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    },
  };
}

const overlay = makeOverlay(paper, box, paper.querySelector(".under"), paper.querySelector(".rail"));
labelled.open = false;

/** A comment leads to its words in the editor, and a missing point to its place there. */
comments.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#q-'], a[href^='#p-'], a[href='#draft-end']");
  if (!link) return;
  const name = link.hash.slice(1);
  const isShown = name.startsWith("q-")
    ? overlay.show(name.slice(2))
    : overlay.goTo(name === "draft-end" ? null : name.slice(2));
  if (isShown) return event.preventDefault();
  labelled.open = true;
});

if (!box.readOnly) {
  const kept = keepText({
    page,
    box,
    version: form.elements.version,
    token,
    say: teller(page.querySelector("#keeping")),
    conflict: conflictPanel(),
  });
  const state = page.querySelector("#live");
  if (!("off" in state.dataset)) {
    const isRead = comments.querySelector(".said") !== null && comments.querySelector(".changed") === null;
    const writing = followWriting({
      page,
      box,
      token,
      comments,
      labelled: page.querySelector("#labelled"),
      isRead,
      say: teller(state),
      onFresh: (data) => overlay.put(data),
    });
    writing.ask();
  }
  kept.restore();
}
