// Served beside the pages for writing. Work goes on without a connection: the pages for writing that somebody opened while
// signed in stay on their device, with what those pages need, until they sign out or their session ends.

const PAGES = "markpoint-pages:";
const FILES = "markpoint-files";
const HOME = new URL(registration.scope).pathname;
const STATIC = new URL("../static/", registration.scope).pathname;

const isOurs = (url) => url.origin === location.origin;
const isStatic = (url) => isOurs(url) && url.pathname.startsWith(STATIC);
const isWriting = (url) => isOurs(url) && url.pathname.startsWith(HOME) && !url.pathname.slice(HOME.length).includes("/");
const plain = (url) => url.origin + url.pathname;

/** Keep a page for writing; pages of anybody else go. */
async function keepPage(url, answer) {
  const text = await answer.clone().text();
  const person = text.match(/<div class="page writing" data-person="([^"]+)"/)?.[1];
  if (!person) return;
  const mine = PAGES + person;
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== mine) await caches.delete(name);
  }
  const cache = await caches.open(mine);
  await cache.put(plain(url), answer);
}

/** The page as it was kept, unless the session it was made in is over by now. */
async function findPage(url) {
  for (const name of (await caches.keys()).filter((each) => each.startsWith(PAGES))) {
    const cache = await caches.open(name);
    const kept = await cache.match(plain(url), { ignoreVary: true });
    if (!kept) continue;
    const until = (await kept.clone().text()).match(/ data-until="([^"]+)"/)?.[1];
    if (Date.parse(until) > Date.now()) return kept;
    await caches.delete(name);
  }
  return Response.error();
}

async function openPage(event, url) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !answer.redirected) event.waitUntil(keepPage(url, answer.clone()));
    return answer;
  } catch {
    return findPage(url);
  }
}

async function openFile(request) {
  const cache = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request, { ignoreVary: true })) ?? Response.error();
  }
}

/** Keep a page last of all: once it opens without a connection, all that it needs is there. */
async function keepAll({ page, files }) {
  const url = new URL(page, location.origin);
  if (!isWriting(url)) return;
  const needed = files.map((file) => new URL(file, location.origin)).filter(isStatic);
  await Promise.allSettled(needed.map((file) => openFile(new Request(file))));
  const answer = await fetch(url);
  if (answer.ok && !answer.redirected) await keepPage(url, answer);
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(keepAll(event.data).catch(() => {})));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (isWriting(url)) event.respondWith(openPage(event, url));
  } else if (isStatic(url)) {
    event.respondWith(openFile(request));
  }
});
