// What is written is never lost: on this device at each keystroke, on the server after a short pause.

const PAUSE_MS = 1200;
const AGAIN_MS = 10_000;

/** Keep what stands in `box`. `page` says whose it is and where it goes; `say` shows a state by its name. */
export function keepText({ page, box, version, token, say, conflict }) {
  const key = `markpoint:${page.dataset.person}:${page.dataset.assignment}`;
  let saved = box.value;
  let timer = 0;
  let isSending = false;
  let isDisputed = false;

  function keepHere() {
    try {
      localStorage.setItem(key, JSON.stringify({ text: box.value, version: Number(version.value) }));
      return true;
    } catch {
      return false;
    }
  }

  function forgetHere() {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept here.
    }
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  function onInput() {
    say(keepHere() ? "saving" : "unsaved");
    later(PAUSE_MS);
  }

  async function send() {
    clearTimeout(timer);
    if (isSending || isDisputed) return;
    if (box.value === saved) return settled();
    isSending = true;
    const text = box.value;
    const form = new FormData();
    form.set("csrf_token", token);
    form.set("version", version.value);
    form.set("text", text);
    try {
      const answer = await fetch(`${page.dataset.address}/copy`, { method: "POST", body: form, keepalive: text.length < 20_000 });
      await settle(answer, text);
    } catch {
      say(keepHere() ? "here" : "unsaved");
      later(AGAIN_MS);
    } finally {
      isSending = false;
    }
  }

  function settled() {
    forgetHere();
    if (version.value !== "0") say("saved");
  }

  async function settle(answer, text) {
    if (answer.ok) {
      version.value = (await answer.json()).version;
      saved = text;
      return box.value === text ? settled() : onInput();
    }
    if (answer.status === 409 && answer.headers.get("content-type")?.startsWith("application/json")) {
      return dispute(await answer.json());
    }
    if (answer.status === 401 || answer.status === 403) return say("signed_out");
    if (answer.status >= 500 || answer.status === 429) {
      say("here");
      return later(AGAIN_MS);
    }
    say("refused", (await answer.json()).detail);
  }

  /** Two versions: show the other one, and let the writer choose. Both stay on the page. */
  function dispute(other) {
    isDisputed = true;
    conflict.show(other.text, (takesOther) => {
      isDisputed = false;
      version.value = other.version;
      saved = other.text;
      if (takesOther) conflict.swap(box);
      onInput();
      send();
    });
  }

  /** What was kept on this device and never reached the server comes back. */
  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(key));
    } catch {
      return;
    }
    if (!kept || kept.text === box.value) return forgetHere();
    const other = { text: box.value, version: Number(version.value) };
    box.value = kept.text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (kept.version !== other.version && other.version) dispute(other);
  }

  box.addEventListener("input", onInput);
  addEventListener("online", send);
  addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", () => document.hidden && send());
  box.form.addEventListener("submit", () => (box.form.elements.file?.value ? forgetHere() : keepHere()));
  return { restore };
}
