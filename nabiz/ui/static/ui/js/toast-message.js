// Leaves by itself after ten seconds, unless the reader is on it; errors stay.
const STAYS = 10_000;

class ToastMessage extends HTMLElement {
  connectedCallback() {
    const close = this.querySelector(".toast__close");
    close.hidden = false;
    close.addEventListener("click", () => this.remove());
    if (!this.classList.contains("toast--error")) this.leaveLater();
  }

  leaveLater() {
    setTimeout(() => (this.matches(":hover, :focus-within") ? this.leaveLater() : this.remove()), STAYS);
  }
}

customElements.define("toast-message", ToastMessage);
