// Keys mean letters while a field has the focus, and belong to the browser together with Ctrl, Cmd or Alt.
export const isTyping = (event) =>
  event.defaultPrevented ||
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
