import { isTyping } from "./typing.js";

// "?" shows the keys, "/" goes to the search field of the page.
class KeyboardHelp extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (isTyping(event) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") this.querySelector("dialog").showModal();
    const search = document.querySelector("main input[type=search]");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.select();
      search.focus();
    }
  }
}

customElements.define("keyboard-help", KeyboardHelp);
