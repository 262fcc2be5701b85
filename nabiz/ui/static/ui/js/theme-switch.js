// Changes the theme at once; the form behind it tells the server, and works alone without scripts.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  async handleEvent(event) {
    event.preventDefault();
    const theme = event.submitter.value;
    document.documentElement.toggleAttribute("data-theme", Boolean(theme));
    if (theme) document.documentElement.dataset.theme = theme;
    document.querySelector("meta[name=color-scheme]").content = theme || "light dark";
    for (const button of this.querySelectorAll("button")) {
      button === event.submitter ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current");
    }
    const body = new FormData(event.target, event.submitter);
    await fetch(event.target.action, { method: "POST", body, headers: { "Nabiz-Quiet": "1" } });
  }
}

customElements.define("theme-switch", ThemeSwitch);
