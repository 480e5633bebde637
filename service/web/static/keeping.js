// What is written is never lost: on this device at each keystroke, on the server after a short pause.

import { fetchToken, isSignedOut } from "./token.js";

const PAUSE_MS = 1200;
const AGAIN_MS = 10_000;

/** The words of one person on one assignment as this device holds them. */
function makeDrawer(page) {
  const key = `markpoint:${page.dataset.person}:${page.dataset.assignment}`;
  return {
    put(text, version, isSaved) {
      try {
        localStorage.setItem(key, JSON.stringify({ text, version, isSaved }));
        return true;
      } catch {
        return false;
      }
    },
    look() {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    empty() {
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept here.
      }
    },
  };
}

/** Keep what stands in `box`. `page` says whose it is and where it goes; `say` shows a state by its name. */
export function keepText({ page, box, form, say, conflict }) {
  const { version, csrf_token: token } = form.elements;
  const drawer = makeDrawer(page);
  let saved = "unsaved" in page.dataset ? null : box.value;
  let timer = 0;
  let isSending = false;
  let isDisputed = false;
  let needsToken = false;

  function keepHere(isSaved = false) {
    return drawer.put(box.value, Number(version.value), isSaved);
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
    if (box.value === saved) return drawer.look()?.isSaved === false && settled();
    isSending = true;
    const text = box.value;
    try {
      if (needsToken) token.value = await fetchToken(page);
      needsToken = false;
      const sent = new FormData();
      sent.set("csrf_token", token.value);
      sent.set("version", version.value);
      sent.set("text", text);
      const keepalive = text.length < 20_000;
      await settle(await fetch(`${page.dataset.address}/copy`, { method: "POST", body: sent, keepalive }), text);
    } catch {
      say(keepHere() ? (needsToken ? "signed_out" : "here") : "unsaved");
      later(AGAIN_MS);
    } finally {
      isSending = false;
    }
  }

  /** The server has it. Where this page opens without a connection, the words stay here, too, for then. */
  function settled() {
    if (version.value === "0") return drawer.empty();
    if (navigator.serviceWorker) keepHere(true);
    else drawer.empty();
    say("saved");
  }

  async function settle(answer, text) {
    if (isSignedOut(answer)) {
      needsToken = true;
      say("signed_out");
      return later(AGAIN_MS);
    }
    if (answer.ok) {
      version.value = (await answer.json()).version;
      saved = text;
      return box.value === text ? settled() : onInput();
    }
    if (answer.status === 409 && answer.headers.get("content-type")?.startsWith("application/json")) {
      return dispute(await answer.json());
    }
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

  /** What was kept on this device and is newer than the page comes back; the page may be one kept from earlier. */
  function restore() {
    if (saved === null) return onInput();
    const kept = drawer.look();
    if (!kept) return;
    const here = { text: box.value, version: Number(version.value) };
    const isNewer = kept.version > here.version;
    if (kept.isSaved ? !isNewer : kept.text === here.text) return settled();
    if (isNewer) version.value = kept.version;
    if (kept.isSaved) saved = kept.text;
    box.value = kept.text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (kept.version < here.version) dispute(here);
  }

  box.addEventListener("input", onInput);
  addEventListener("online", send);
  addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", () => document.hidden && send());
  form.addEventListener("submit", () => (form.elements.file?.value ? drawer.empty() : keepHere()));
  return { restore };
}
