// Decides on the company's page which survey shows itself. Commands: nabiz("identify", {token}), nabiz("track", "name"),
// nabiz("context", {order: "S-1"}), nabiz("page"). It sets no cookie and keeps one entry in the browser's storage.
const script = document.currentScript
const home = new URL(script.src).origin
const key = script.dataset.key || ""
const language = script.dataset.lang || document.documentElement.lang.slice(0, 2) || navigator.language.slice(0, 2)
const DAY = 864e5
let rules = null
let person = null
let context = {}
let isShown = false
let waiting = 0

function isHere(pattern) {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
  return new RegExp(`^${parts.join(".*")}$`).test(location.pathname)
}
function isRested(id) {
  const days = (other) => Math.max(rules.days_any, other === String(id) ? rules.days_same : 0)
  return Object.entries(kept.asked).every(([other, at]) => Date.now() - at >= days(other) * DAY)
}
function isPlace(rule) {
  return (!rule.known || person) && (!rule.paths.length || rule.paths.some(isHere))
}
function fits(rule, event) {
  if (rule.tab || rule.event !== event || !isPlace(rule)) return false
  if (!kept) return Boolean(person) && rule.visit < 2
  return kept.visits >= rule.visit && isRested(rule.id) && (Boolean(person) || kept.draw < rule.percent)
}
function consider(event = "") {
  const rule = rules && !isShown && !waiting && rules.surveys.find((each) => fits(each, event))
  if (rule) waiting = setTimeout(ask, rule.delay * 1000, rule, event)
}
function offer() {
  const rule = rules && rules.surveys.find((each) => each.tab && isPlace(each))
  tab(rules && rules.words, rule && (() => document.querySelector("nabiz-survey") || ask(rule)))
}
function look() {
  consider()
  offer()
}
async function ask(rule, event) {
  waiting = 0
  if (!rule.tab && (isShown || !fits(rule, event))) return
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
  identify: (who) => { person = who || null; look() },
  track: (name) => consider(String(name)),
  context: (sent) => { context = { ...context, ...sent } },
  page: look,
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
  offer()
}
addEventListener("popstate", look)
begin()
