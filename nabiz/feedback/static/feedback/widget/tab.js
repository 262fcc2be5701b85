// A quiet tab at the edge of the page, for who has something to say without being asked; none where `open` is nothing.
function tab(words, open) {
  const there = document.querySelector("nabiz-tab")
  if (there) there.remove()
  if (!open) return
  const host = document.createElement("nabiz-tab")
  const root = host.attachShadow({ mode: "open" })
  const button = document.createElement("button")
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(TAB)
  root.adoptedStyleSheets = [sheet]
  button.type = "button"
  button.textContent = words.tab
  button.addEventListener("click", open)
  root.append(button)
  document.body.append(host)
}
