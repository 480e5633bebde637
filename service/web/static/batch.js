// Follows a batch while it is read. Without this file, the page says how far it is whenever it is loaded.
const batch = document.querySelector("#batch[data-events]");

if (batch) {
  const source = new EventSource(batch.dataset.events);
  const bar = batch.querySelector("progress");
  const show = (event) => {
    const seen = JSON.parse(event.data);
    bar.value = seen.total - seen.waiting;
    for (const out of batch.querySelectorAll("[data-count]")) out.textContent = seen[out.dataset.count];
  };
  source.addEventListener("progress", show);
  source.addEventListener("end", () => {
    source.close();
    location.reload();
  });
}
