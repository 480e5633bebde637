// Feedback while somebody writes: after a pause the text is read, and a request that came too late is dropped.

import { isSignedOut } from "./token.js";

const PAUSE_MS = 900;
const LEAST_WORDS = 8;

/** Ask for feedback whenever the writer of `box` pauses, and show it in `comments` and `labelled`. */
export function followWriting({ page, box, token, comments, labelled, isRead, say, onFresh }) {
  let timer = 0;
  let waiting = null;
  let read = isRead ? box.value.trim() : "";

  function onInput() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  }

  async function ask() {
    const text = box.value;
    if (text.trim() === read || (text.match(/\S+/g) || []).length < LEAST_WORDS) return;
    waiting?.abort();
    const mine = new AbortController();
    waiting = mine;
    const form = new FormData();
    form.set("csrf_token", token.value);
    form.set("text", text);
    say("reading");
    try {
      const answer = await fetch(`${page.dataset.address}/preview`, { method: "POST", body: form, signal: mine.signal });
      const body = await answer.text();
      if (waiting !== mine || box.value !== text) return;
      if (isSignedOut(answer)) return say("signed_out");
      if (!answer.ok) return say("refused", detailOf(answer, body));
      if (isAnswering()) return say("updated");
      read = text.trim();
      show(body);
      say("updated");
    } catch {
      if (!mine.signal.aborted) say("offline");
    }
  }

  function detailOf(answer, body) {
    return answer.headers.get("content-type")?.includes("json") ? JSON.parse(body).detail : "";
  }

  /** Whether the writer is telling the tutor something in the comments: then they stay as they are. */
  function isAnswering() {
    const typed = [...comments.querySelectorAll("textarea")].some((each) => each.value.trim());
    return typed || Boolean(comments.querySelector("input:checked"));
  }

  /** Where the focus is in the comments, in words that find the same place in newer ones; empty where it is not. */
  function findFocus() {
    const active = document.activeElement;
    if (!comments.contains(active)) return "";
    if (active.id) return `#${CSS.escape(active.id)}`;
    if (active.matches("details[data-fold] > summary")) return `[data-fold="${active.parentElement.dataset.fold}"] > summary`;
    return `a[href="${active.getAttribute("href")}"]`;
  }

  function show(body) {
    const focused = findFocus();
    const fresh = new DOMParser().parseFromString(body, "text/html");
    const open = new Set([...comments.querySelectorAll("details[open][data-fold]")].map((each) => each.dataset.fold));
    const found = fresh.querySelector("#live-comments");
    for (const each of found.querySelectorAll("details[data-fold]")) each.open = open.has(each.dataset.fold);
    comments.replaceChildren(...found.childNodes);
    if (focused) (comments.querySelector(focused) ?? comments.closest("#feedback")).focus({ preventScroll: true });
    labelled.replaceChildren(...fresh.querySelector("#live-labelled").childNodes);
    labelled.closest("details").hidden = false;
    onFresh(found.dataset, fresh.querySelector("#live-legend"));
  }

  box.addEventListener("input", onInput);
  addEventListener("offline", () => say("offline"));
  addEventListener("online", () => (box.value.trim() === read ? say("updated") : ask()));
  if (!navigator.onLine) say("offline");
  return { ask };
}
