// Buttons with commandfor open and close dialogs by themselves; browsers before 2026 need these lines.
if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal" && !dialog.open) dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  });
}

// A click on the veil closes, as Esc does.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
});
