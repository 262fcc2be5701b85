// Ctrl-K or Cmd-K from anywhere. The server writes the results; arrows choose, Enter goes.
class JumpDialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.results = this.querySelector("[role=listbox]");
    document.addEventListener("keydown", this);
    if (/Mac|iP/.test(navigator.platform)) document.querySelectorAll(".rail__jump kbd").forEach((key) => (key.textContent = "⌘ K"));
    this.addEventListener("submit", this);
    this.results.addEventListener("htmx:afterSwap", () => this.choose(0));
    new MutationObserver(() => this.dialog.open && this.opened()).observe(this.dialog, { attributeFilter: ["open"] });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.type === "submit") {
      event.preventDefault();
      this.options[this.chosen]?.click();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.dialog.open ? this.dialog.close() : this.dialog.showModal();
    } else if (this.dialog.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    }
  }

  opened() {
    this.input.select();
    if (!this.results.childElementCount) this.input.dispatchEvent(new CustomEvent("jump:open"));
  }

  get options() {
    return [...this.results.querySelectorAll("a[role=option]")];
  }

  choose(number) {
    const options = this.options;
    this.chosen = options.length ? (number + options.length) % options.length : 0;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.chosen)));
    const option = options[this.chosen];
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("jump-dialog", JumpDialog);
