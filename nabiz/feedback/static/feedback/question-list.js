// Questions can be dragged into order; the arrows beside them do the same without a script.
class QuestionList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    if (!this.querySelector("[name=to]")) return;
    for (const item of this.list.children) {
      const head = item.querySelector(".question__number");
      head.addEventListener("pointerdown", () => (item.draggable = true));
      head.addEventListener("pointerup", () => (item.draggable = false));
      head.classList.add("question__number--grip");
    }
    for (const kind of ["dragstart", "dragover", "dragend"]) this.list.addEventListener(kind, this);
  }

  handleEvent(event) {
    if (event.type === "dragstart") {
      this.held = event.target.closest("li");
      this.before = this.keys().join();
      this.held.toggleAttribute("data-held", true);
    } else if (event.type === "dragover" && this.held) {
      event.preventDefault();
      const over = event.target.closest("li");
      if (over && over !== this.held) {
        const middle = over.getBoundingClientRect().top + over.offsetHeight / 2;
        over[event.clientY < middle ? "before" : "after"](this.held);
      }
    } else if (event.type === "dragend") {
      this.held.removeAttribute("data-held");
      this.held.draggable = false;
      this.held = null;
      if (this.keys().join() !== this.before) this.save();
    }
  }

  keys() {
    return [...this.list.children].map((item) => item.dataset.key);
  }

  async save() {
    const form = new FormData();
    form.append("csrfmiddlewaretoken", this.querySelector("[name=csrfmiddlewaretoken]").value);
    this.keys().forEach((key) => form.append("key", key));
    await fetch(this.dataset.url, { method: "POST", body: form });
    location.reload();
  }
}

customElements.define("question-list", QuestionList);
