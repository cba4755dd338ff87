// Sends one file straight to the server with PUT and tells its owner how far it is. Choosing and dropping are heard on the zone, whatever is drawn in it.
const tellEveryMs = 250;

export function attach(zone, owner) {
  const listeners = new AbortController(), on = { signal: listeners.signal };
  let file = null, request = null;
  const tell = (name, ...values) => owner.invokeMethodAsync(name, ...values).catch(() => { });
  const hasFiles = e => [...e.dataTransfer?.types ?? []].includes("Files");

  function choose(files) {
    if (request || files.length === 0) return;
    if (files.length > 1) return tell("ChosenMany");
    file = files[0];
    tell("Chosen", file.name, file.size);
  }

  zone.addEventListener("change", e => {
    if (!e.target.matches("[data-firmware]")) return;
    choose([...e.target.files]);
    e.target.value = ""; // the same file can be chosen again
  }, on);

  // A file that is dropped beside the zone must not replace the page.
  addEventListener("dragover", e => {
    if (!hasFiles(e)) return;
    e.preventDefault();
    zone.toggleAttribute("data-over", zone.contains(e.target) && !request);
  }, on);
  addEventListener("dragleave", e => { if (!e.relatedTarget) zone.removeAttribute("data-over"); }, on);
  addEventListener("drop", e => {
    if (!hasFiles(e)) return;
    e.preventDefault();
    zone.removeAttribute("data-over");
    if (zone.contains(e.target)) choose([...e.dataTransfer.files]);
  }, on);

  function end(status, text) {
    request = null;
    tell("Ended", status, text);
  }

  return {
    send(address) {
      const started = performance.now(), mine = request = new XMLHttpRequest();
      let told = started;
      mine.open("PUT", address);
      mine.setRequestHeader("X-Upload", "1");
      mine.setRequestHeader("Content-Type", "application/octet-stream");
      mine.upload.onprogress = e => {
        const now = performance.now();
        if (now - told < tellEveryMs && e.loaded < file.size) return;
        told = now;
        tell("Moved", e.loaded, now - started);
      };
      mine.onload = () => end(mine.status, mine.responseText);
      mine.onerror = () => end(0, "");
      mine.onabort = () => { request = null; };
      mine.send(file);
    },
    cancel: () => request?.abort(),
    detach() {
      listeners.abort();
      request?.abort();
    },
  };
}
