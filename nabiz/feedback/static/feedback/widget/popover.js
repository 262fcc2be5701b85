// Shows one survey in a frame, in the corner of the page. Focus goes there unless somebody is typing, and comes back.
function popover(url, home, words, session) {
  if (new URL(url, home).origin !== home) return
  const before = document.activeElement
  const host = document.createElement("nabiz-survey")
  const root = host.attachShadow({ mode: "open" })
  const [box, shut, frame] = ["section", "button", "iframe"].map((name) => document.createElement(name))
  const sheet = new CSSStyleSheet() // the one way to style that no policy of the page forbids
  sheet.replaceSync(CSS)
  root.adoptedStyleSheets = [sheet]
  const close = () => {
    const hadFocus = document.activeElement === host
    removeEventListener("message", hear)
    removeEventListener("keydown", escape)
    host.remove()
    session("")
    if (hadFocus && before) before.focus()
  }
  const escape = (event) => event.key === "Escape" && !event.defaultPrevented && close()
  const hear = ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== home || !data) return
    if (data.nabiz === "close") close()
    if (data.nabiz === "done") session("")
    if (data.height > 0) frame.style.height = `${Math.ceil(data.height)}px`
  }
  box.setAttribute("role", "dialog")
  box.setAttribute("aria-label", words.title)
  box.setAttribute("tabindex", "-1")
  shut.type = "button"
  shut.textContent = "×"
  shut.setAttribute("aria-label", words.close)
  shut.addEventListener("click", close)
  frame.title = words.title
  frame.src = url
  box.append(shut, frame)
  root.append(box)
  document.body.append(host)
  addEventListener("message", hear)
  addEventListener("keydown", escape)
  session(url)
  if (!before || !before.matches("input,textarea,select,[contenteditable]")) box.focus({ preventScroll: true })
}
