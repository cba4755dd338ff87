// Keys, dialogs, copying and downloads for every page, by delegation: pages carry data attributes and no script.
export const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

const typing = target => target.closest?.("input, textarea, select, [contenteditable]");
const open = name => document.getElementById(name)?.showModal?.();

addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
  if (e.key === "Escape" && e.target.matches?.("[data-search]")) e.target.blur();
  if (typing(e.target) || document.querySelector("dialog[open]")) return;
  if (e.key === "/") {
    const box = [...document.querySelectorAll("[data-search]")].find(input => input.offsetParent !== null);
    if (!box) return;
    e.preventDefault();
    box.focus();
    box.select();
  }
  if (e.key === "?") open("help");
});

addEventListener("click", async e => {
  const at = selector => e.target.closest?.(selector);
  const opener = at("[data-open]"), copier = at("[data-copy]"), dialog = at("dialog");
  if (opener) open(opener.dataset.open);
  if (dialog && (e.target === dialog || at("[data-close]") || at("dialog.menu a"))) dialog.close();
  if (copier) {
    const done = await copy(copier.dataset.copy || location.href);
    copier.dataset.copied = done ? "yes" : "no";
    setTimeout(() => delete copier.dataset.copied, 2000);
  }
});

// Pages are served over plain HTTP in a local network, where the clipboard API does not exist.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, className: "sr" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
