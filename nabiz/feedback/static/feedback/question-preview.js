// Shows the question as it is being written, on a phone and on a desk. Without a script the frames show what is saved.
class QuestionPreview extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.dataset.form);
    this.frames = [...this.querySelectorAll("iframe")];
    this.asked = 0;
    this.querySelector("fieldset").hidden = false;
    this.form.addEventListener("input", this);
    this.addEventListener("change", this);
  }

  handleEvent() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.show(), 150);
  }

  async show() {
    const turn = ++this.asked;
    const sent = new FormData(this.form);
    sent.set("tongue", this.querySelector("[name=tongue]:checked").value);
    const answer = await fetch(this.dataset.url, { method: "POST", body: sent });
    if (!answer.ok || turn !== this.asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const { contentDocument: inside } of this.frames) {
      inside.documentElement.lang = page.documentElement.lang;
      inside.body.replaceWith(inside.importNode(page.body, true));
    }
  }
}

customElements.define("question-preview", QuestionPreview);
