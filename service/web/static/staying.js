// The page for writing stays on this device, so that it opens without a connection.

const SENT = "markpoint-sent";

/** Have the worker keep this page, where it does not have it as it is now. */
async function keepThisPage(page) {
  const worker = new URL("offline.js", new URL(page.dataset.address, location.href));
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((each) => each.name);
  active.postMessage({ page: page.dataset.address, files });
}

/** Keep this page, and whatever it shows after a form of it was sent. */
export function stayOffline({ page, form, isRefused }) {
  const wasSent = sessionStorage.getItem(SENT) !== null;
  sessionStorage.removeItem(SENT);
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, "yes"));
  if (wasSent && !isRefused) history.replaceState(null, "", location.href); // loading anew sends nothing again
  if (!navigator.serviceWorker) return;
  if (wasSent || !navigator.serviceWorker.controller) keepThisPage(page).catch(() => {});
  else navigator.serviceWorker.register(navigator.serviceWorker.controller.scriptURL).catch(() => {});
}
