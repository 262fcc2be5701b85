// Sends what the test expects, through the SDK as published. Arguments: key, host, number of events.
import { Analytics } from "@segment/analytics-node"

const [key, host, count] = process.argv.slice(2)
const analytics = new Analytics({ writeKey: key, host, flushAt: 20, flushInterval: 200, maxRetries: 8 })
analytics.on("error", (problem) => console.error(problem))
analytics.identify({ userId: "node-user", traits: { name: "Node Deniz", email: "node@acme.test" } })
for (let number = 0; number < Number(count); number++) {
  analytics.track({ userId: "node-user", event: "feature.used", messageId: `node-${number}`, properties: { feature: "duet" } })
}
await analytics.closeAndFlush()
