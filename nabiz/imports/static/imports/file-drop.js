// Files can be dropped, are listed with their size, and show how much of them is sent. Without scripts it is a plain form.
class FileDrop extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    this.list = this.querySelector(".file-drop__list");
    this.bar = this.querySelector("progress");
    this.status = this.querySelector("[role=status]");
    for (const name of ["dragover", "dragleave", "drop"]) this.addEventListener(name, this);
    this.input.addEventListener("change", () => this.show());
    this.form.addEventListener("submit", this);
  }

  handleEvent(event) {
    event.preventDefault();
    this.toggleAttribute("data-over", event.type === "dragover");
    if (event.type === "drop" && event.dataTransfer.files.length) {
      this.input.files = event.dataTransfer.files;
      this.show();
    }
    if (event.type === "submit" && this.form.reportValidity()) this.send();
  }

  show() {
    this.list.replaceChildren(
      ...[...this.input.files].map((file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name} · ${this.size(file.size)}`;
        return line;
      }),
    );
  }

  size(bytes) {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
    const step = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
    const format = { style: "unit", unit: units[step], maximumFractionDigits: 1 };
    return new Intl.NumberFormat(document.documentElement.lang, format).format(bytes / 1000 ** step);
  }

  send() {
    const request = new XMLHttpRequest();
    this.querySelector(".file-drop__progress").hidden = false;
    this.form.querySelector("button").disabled = true;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) this.tell(this.dataset.sending, (100 * event.loaded) / event.total);
    });
    request.upload.addEventListener("load", () => this.tell(this.dataset.looking, 100));
    request.addEventListener("load", () => this.arrive(request));
    request.addEventListener("error", () => {
      this.form.querySelector("button").disabled = false;
      this.tell(this.dataset.broken, 0);
    });
    request.open("POST", this.form.action);
    request.send(new FormData(this.form));
  }

  tell(text, percent) {
    this.bar.value = percent;
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  arrive(request) {
    if (request.status < 400) {
      location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const form = answer.querySelector("file-drop form");
    if (!form) {
      this.form.querySelector("button").disabled = false;
      this.tell(this.dataset.broken, 0);
      return;
    }
    this.form.replaceWith(document.adoptNode(form));
    this.connectedCallback();
    this.querySelector(".error-summary")?.focus();
  }
}

customElements.define("file-drop", FileDrop);
