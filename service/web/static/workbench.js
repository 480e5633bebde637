// Checks the form of a part while it is filled in: the server answers with the same page, and its remarks are taken over.
const PAUSE_MS = 600;

function follow(form) {
  let timer = 0;
  let asked = null;

  async function check() {
    asked?.abort();
    asked = new AbortController();
    const sent = new FormData(form);
    sent.delete("trial");
    sent.set("action", "check");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent, signal: asked.signal });
      if (answer.ok) takeOver(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // Offline, or overtaken by a later check: the button still checks.
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "trial") return;
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE_MS);
  });
}

function takeOver(form, page) {
  for (const notes of form.querySelectorAll(".notes, #findings")) {
    const fresh = page.getElementById(notes.id);
    if (fresh && fresh.innerHTML !== notes.innerHTML) notes.replaceChildren(...fresh.childNodes);
  }
  for (const field of form.querySelectorAll("[aria-describedby$='-notes']")) {
    const isWrong = page.getElementById(field.id)?.getAttribute("aria-invalid") === "true";
    if (isWrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

document.querySelectorAll("form[data-live]").forEach(follow);
