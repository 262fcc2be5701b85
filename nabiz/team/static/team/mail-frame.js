// A frame that is as high as the mail in it. Without a script it has a height of its own and scrolls.
class MailFrame extends HTMLElement {
  connectedCallback() {
    this.frame = this.querySelector("iframe");
    this.frame.addEventListener("load", this);
    window.addEventListener("resize", this);
    this.handleEvent();
  }

  disconnectedCallback() {
    window.removeEventListener("resize", this);
  }

  handleEvent() {
    const page = this.frame.contentDocument?.body;
    if (page?.scrollHeight) this.frame.style.height = `${page.scrollHeight + 2}px`;
  }
}

customElements.define("mail-frame", MailFrame);
