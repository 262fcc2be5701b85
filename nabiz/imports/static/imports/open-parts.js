// What somebody opened stays open when the form is swapped for its next state.
class OpenParts extends HTMLElement {
  connectedCallback() {
    this.known = new Map();
    this.addEventListener("toggle", (event) => this.remember(event.target), true);
    this.addEventListener("htmx:afterSwap", () => this.restore());
  }

  remember(part) {
    if (part.id) this.known.set(part.id, part.open);
  }

  restore() {
    for (const [id, open] of this.known) {
      const part = document.getElementById(id);
      if (part) part.open = open;
    }
  }
}

customElements.define("open-parts", OpenParts);
