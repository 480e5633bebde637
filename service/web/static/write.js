// The page for writing. Without this file the text is handed in by its button, and everything else works as well.

import { keepText } from "./keeping.js";
import { followWriting } from "./live.js";
import { makeOverlay } from "./overlay.js";
import { stayOffline } from "./staying.js";

const page = document.querySelector(".writing");
const box = page.querySelector("#text");
const paper = page.querySelector(".paper");
const labelled = page.querySelector(".labelled");
const comments = page.querySelector("#comments");
const form = page.querySelector("#write");

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

const overlay = makeOverlay(paper, box);
labelled.open = false;
page.querySelector(".filter").hidden = false;
let cameFrom = null;

/** A comment leads to its words in the editor, and a missing point to its place there. */
comments.addEventListener("click", (event) => {
  const words = event.target.closest(".quote")?.querySelector(".tag");
  const link = words ?? event.target.closest("a[href^='#q-'], a[href^='#p-'], a[href='#draft-end']");
  if (!link) return;
  const name = link.hash.slice(1);
  const isShown = name.startsWith("q-")
    ? overlay.show(name.slice(2))
    : overlay.goTo(name === "draft-end" ? null : name.slice(2));
  cameFrom = link;
  if (isShown) return event.preventDefault();
  labelled.open = true;
});

/** Escape leads back to the comment. */
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !cameFrom?.isConnected) return;
  cameFrom.focus();
  cameFrom = null;
});

/** Which evidence is shown stays as it was chosen, whatever was read meanwhile. */
function showLegend(fresh) {
  const legend = page.querySelector("#legend");
  const off = [...legend.querySelectorAll("input:not(:checked)")].map((each) => each.className);
  for (const each of fresh.querySelectorAll("input")) each.checked = !off.includes(each.className);
  legend.replaceChildren(...fresh.childNodes);
}

if (!box.readOnly) {
  const kept = keepText({
    page,
    box,
    form,
    say: teller(page.querySelector("#keeping")),
    conflict: conflictPanel(),
  });
  const state = page.querySelector("#live");
  if (!("off" in state.dataset)) {
    const isRead = comments.querySelector(".said") !== null && comments.querySelector(".changed") === null;
    const writing = followWriting({
      page,
      box,
      token: form.elements.csrf_token,
      comments,
      labelled: page.querySelector("#labelled"),
      isRead,
      say: teller(state),
      onFresh: (data, legend) => {
        overlay.put(data);
        showLegend(legend);
      },
    });
    writing.ask();
  }
  kept.restore();
  stayOffline({ page, form, isRefused: page.querySelector("#problem") !== null });
}
