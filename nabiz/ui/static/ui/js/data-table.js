// j and k move between rows, Enter opens, x selects. Everything is a real link and a real checkbox underneath.
import { isTyping } from "./typing.js";

class DataTable extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
    this.addEventListener("change", this);
    this.addEventListener("click", this);
    this.count();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.type === "keydown") return this.pressed(event);
    if (event.type === "click") return this.clicked(event);
    if (event.target.matches("[data-all]")) this.boxes.forEach((box) => (box.checked = event.target.checked));
    this.count();
  }

  pressed(event) {
    if (isTyping(event) || document.querySelector("dialog[open]")) return;
    const rows = [...this.querySelectorAll("tbody tr")];
    const at = rows.indexOf(this.current);
    if (event.key === "j") this.go(rows[Math.min(at + 1, rows.length - 1)]);
    else if (event.key === "k") this.go(rows[Math.max(at - 1, 0)]);
    else if (event.key === "x") this.current?.querySelector("input[type=checkbox]")?.click();
    else if (event.key === "Escape") this.clear();
    else if (event.key === "Enter" && event.target.tagName !== "A") this.current?.querySelector("a")?.click();
  }

  // A click anywhere on a row opens it, unless it was meant for something in the row or for selecting text.
  clicked(event) {
    const row = event.target.closest("tbody tr");
    if (!row || event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
    row.querySelector("a")?.click();
  }

  go(row) {
    if (!row) return;
    this.current?.removeAttribute("data-current");
    this.current = row;
    row.setAttribute("data-current", "");
    row.scrollIntoView({ block: "nearest" });
    row.querySelector("a")?.focus({ preventScroll: true });
  }

  clear() {
    this.boxes.forEach((box) => (box.checked = false));
    this.count();
  }

  get boxes() {
    return [...this.querySelectorAll("tbody input[type=checkbox]")];
  }

  count() {
    const chosen = this.boxes.filter((box) => box.checked).length;
    const all = this.querySelector("[data-all]");
    if (all) {
      all.checked = chosen > 0 && chosen === this.boxes.length;
      all.indeterminate = chosen > 0 && chosen < this.boxes.length;
    }
    for (const output of this.querySelectorAll("[data-count]")) output.textContent = chosen;
  }
}

customElements.define("data-table", DataTable);
