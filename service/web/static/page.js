// Small comforts. Everything on the page works without this file.

/** Count words under the box while the learner types. */
function countWords() {
  const box = document.querySelector("#text");
  const out = document.querySelector(".field > .count");
  if (!box || !out) return;
  const show = () => {
    const n = (box.value.match(/\S+/g) || []).length;
    const form = n === 1 ? out.dataset.one : out.dataset.other;
    out.textContent = form.replace("{n}", n.toLocaleString(document.documentElement.lang));
    out.hidden = n === 0;
  };
  box.addEventListener("input", show);
  show();
}

/** Say that the draft is being read, and send it once only. */
function sendOnce() {
  for (const form of document.querySelectorAll("form")) {
    const button = form.querySelector("button[data-working]");
    if (!button) continue;
    const label = button.textContent;
    form.addEventListener("submit", (event) => {
      if (button.getAttribute("aria-disabled") === "true") return event.preventDefault();
      button.setAttribute("aria-disabled", "true");
      button.textContent = button.dataset.working;
    });
    addEventListener("pageshow", () => {
      button.removeAttribute("aria-disabled");
      button.textContent = label;
    });
  }
}

/** Open folded comments that a label in the draft points at, in browsers that do not do so themselves. */
function openTarget() {
  const target = document.querySelector(":target");
  let folded = target?.closest("details:not([open])");
  if (!folded) return;
  for (; folded; folded = target.closest("details:not([open])")) folded.open = true;
  target.scrollIntoView();
}

/** After a refused draft, lead to the message. */
function showProblem() {
  document.querySelector("#problem")?.focus();
}

/** Nothing of one person stays where another one may look, or nobody is signed in; words not yet on the server do. */
async function forgetOthers(person) {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("markpoint:") || key.startsWith(`markpoint:${person}:`)) continue;
    if (localStorage.getItem(key).includes('"isSaved":true')) localStorage.removeItem(key);
  }
  for (const name of globalThis.caches ? await caches.keys() : []) {
    if (name.startsWith("markpoint-pages:") && name !== `markpoint-pages:${person}`) await caches.delete(name);
  }
}

/** Clear up after somebody else, and when somebody signs out. */
function keepToOneself() {
  const signOut = document.querySelector(".who");
  const forget = (person) => forgetOthers(person).catch(() => {}); // a browser that keeps nothing has nothing to forget
  signOut?.addEventListener("submit", () => forget(""));
  forget(signOut?.dataset.person ?? "");
}

keepToOneself();
countWords();
sendOnce();
openTarget();
showProblem();
addEventListener("hashchange", openTarget);
