// A modal dialog of a page: the browser traps the focus and gives it back, Esc closes, a click beside it does not (typed text would be lost).
export function open(dialog, owner) {
  if (!dialog?.isConnected || dialog.open) return;
  dialog.addEventListener("click", e => { if (e.target === dialog) e.stopPropagation(); });
  dialog.addEventListener("close", () => owner.invokeMethodAsync("Closed").catch(() => { }));
  dialog.showModal();
  dialog.querySelector("[data-first]")?.focus();
}

export const close = dialog => dialog?.close?.();
