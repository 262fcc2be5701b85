// Saves a chart as PNG: the server's own SVG file, drawn on a canvas at twice its size.
class ChartFigure extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("[data-png]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", this);
  }

  async handleEvent(event) {
    const { svg, name } = event.currentTarget.dataset;
    const picture = new Image();
    picture.src = svg;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = picture.naturalWidth * 2;
    canvas.height = picture.naturalHeight * 2;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = name;
    link.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done, "image/png")));
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

customElements.define("chart-figure", ChartFigure);
