// Says in words why a passkey did not work; allauth only reports it as an event.
class PasskeyNotice extends HTMLElement {
  connectedCallback() {
    document.addEventListener("allauth.error", this);
  }

  disconnectedCallback() {
    document.removeEventListener("allauth.error", this);
  }

  handleEvent(event) {
    event.preventDefault();
    this.hidden = false;
    this.textContent = window.PublicKeyCredential ? this.dataset.refused : this.dataset.missing;
  }
}

customElements.define("passkey-notice", PasskeyNotice);
