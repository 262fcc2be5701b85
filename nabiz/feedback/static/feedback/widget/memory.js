// What the browser remembers of surveys: one entry in its storage, and the survey that is open in this tab.
const VISIT = 18e5 // half an hour without a page ends a visit
let kept = null // null where the browser keeps nothing: then only who is signed in is asked, for the server remembers them

function keep() {
  try {
    localStorage.setItem("nabiz", JSON.stringify(kept))
  } catch {
    kept = null
  }
}
function session(value) {
  try {
    if (value === undefined) return sessionStorage.getItem("nabiz")
    if (value) sessionStorage.setItem("nabiz", value)
    else sessionStorage.removeItem("nabiz")
  } catch { /* a survey that is open is then not taken along to the next page */ }
}
function remember() {
  try {
    kept = { visits: 0, seen: 0, draw: Math.random() * 100, asked: {}, ...JSON.parse(localStorage.getItem("nabiz")) }
  } catch {
    return
  }
  if (Date.now() - kept.seen > VISIT) kept.visits += 1
  kept.seen = Date.now()
  keep()
}
