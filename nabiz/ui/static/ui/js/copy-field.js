// A value with a button that copies it; without scripts or a clipboard the value is selected instead.
class CopyField extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.hidden = false;
    this.button.addEventListener("click", this);
  }

  async handleEvent() {
    const input = this.querySelector("input, textarea");
    input.select();
    await navigator.clipboard?.writeText(input.value);
    this.querySelector("[role=status]").textContent = this.dataset.copied;
    this.toggleAttribute("data-done", true);
    setTimeout(() => this.removeAttribute("data-done"), 2000);
  }
}

customElements.define("copy-field", CopyField);
