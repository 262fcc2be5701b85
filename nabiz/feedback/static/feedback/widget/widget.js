// Decides on the company's page which survey shows itself. Commands: nabiz("identify", {token}), nabiz("track", "name"),
// nabiz("context", {order: "S-1"}), nabiz("page"). It sets no cookie and keeps one entry in the browser's storage.
const script = document.currentScript
const home = new URL(script.src).origin
const key = script.dataset.key || ""
const language = script.dataset.lang || document.documentElement.lang.slice(0, 2) || navigator.language.slice(0, 2)
const DAY = 864e5
const VISIT = 18e5 // half an hour without a page ends a visit
let kept = null // null where the browser keeps nothing: then only who is signed in is asked, for the server remembers them
let rules = null
let person = null
let context = {}
let isShown = false
let waiting = 0

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
function isHere(pattern) {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
  return new RegExp(`^${parts.join(".*")}$`).test(location.pathname)
}
function isRested(id) {
  const days = (other) => Math.max(rules.days_any, other === String(id) ? rules.days_same : 0)
  return Object.entries(kept.asked).every(([other, at]) => Date.now() - at >= days(other) * DAY)
}
function fits(rule, event) {
  if (rule.event !== event || (rule.known && !person)) return false
  if (rule.paths.length && !rule.paths.some(isHere)) return false
  if (!kept) return Boolean(person) && rule.visit < 2
  return kept.visits >= rule.visit && isRested(rule.id) && (Boolean(person) || kept.draw < rule.percent)
}
function consider(event = "") {
  const rule = rules && !isShown && !waiting && rules.surveys.find((each) => fits(each, event))
  if (rule) waiting = setTimeout(ask, rule.delay * 1000, rule, event)
}
async function ask(rule, event) {
  waiting = 0
  if (isShown || !fits(rule, event)) return
  isShown = true
  const body = JSON.stringify({ key, survey: rule.id, person, context })
  const answer = await fetched(`widget/turns?lang=${language}`, { method: "POST", body })
  if (kept && answer.url) {
    kept.asked[rule.id] = Date.now()
    keep()
  }
  if (answer.url) popover(answer.url, home, rules.words, session)
}
async function fetched(path, more) {
  try {
    const answer = await (await fetch(`${home}/${path}`, { credentials: "omit", ...more })).json()
    if (answer.problem) console.warn(`Nabız: ${answer.problem}`)
    return answer
  } catch {
    return {} // out of reach: the page goes on as if there were no survey
  }
}
const commands = {
  identify: (who) => { person = who || null; consider() },
  track: (name) => consider(String(name)),
  context: (sent) => { context = { ...context, ...sent } },
  page: () => consider(),
}
async function begin() {
  const calls = (window.nabiz && window.nabiz.q) || []
  const run = (name, value) => Object.hasOwn(commands, name) && commands[name](value)
  window.nabiz = (...call) => (rules ? run(...call) : calls.push(call))
  window.nabiz.runs = true
  remember()
  const found = await fetched(`widget/rules?key=${encodeURIComponent(key)}&lang=${language}`)
  if (!found.surveys) return
  rules = found
  calls.forEach((call) => run(...call))
  if (session()) popover(session(), home, rules.words, session)
  else consider()
}
addEventListener("popstate", () => consider())
begin()
