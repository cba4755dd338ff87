// Runs before the first paint: follows the system's light or dark, remembers a choice.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)"), root = document.documentElement;
  let kept = null;
  try { kept = localStorage.getItem("theme"); } catch { /* storage is forbidden: follow the system */ }
  const apply = () => {
    root.dataset.theme = kept === "dark" || kept === "light" ? kept : dark.matches ? "dark" : "light";
    document.dispatchEvent(new Event("themechange"));
  };
  dark.addEventListener("change", apply);
  apply();
  addEventListener("click", e => {
    if (!e.target.closest?.("[data-theme-switch]")) return;
    kept = root.dataset.theme === "dark" ? "light" : "dark";
    apply();
    try { localStorage.setItem("theme", kept); } catch { /* not remembered */ }
  });
})();
