// The token that forms carry. It ends with the session: whoever signs in again in another tab has a new one.

/** Whether an answer says that nobody is signed in, or somebody else, or the same person anew. */
export function isSignedOut(answer) {
  return answer.redirected || answer.status === 401 || answer.status === 403;
}

/** The token of the session that the same person has by now. */
export async function fetchToken(page) {
  const answer = await fetch(page.dataset.address);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".writing");
  if (fresh?.dataset.person !== page.dataset.person) throw new Error("not signed in as the same person");
  return fresh.querySelector("[name=csrf_token]").value;
}
