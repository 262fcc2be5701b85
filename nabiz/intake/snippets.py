"""Code that sends a first event, ready to be copied."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.intake.models import Source

CURL = """curl {host}/v1/track -u {key}: \\
  -d '{{"userId": "17", "event": "feature.used", "properties": {{"feature": "duet"}}}}'"""

PYTHON = """# pip install segment-analytics-python
import segment.analytics as analytics

analytics.write_key = "{key}"
analytics.host = "{host}"
analytics.identify("17", {{"name": "Deniz Kaya", "email": "deniz@example.com"}})
analytics.track("17", "feature.used", {{"feature": "duet"}})
analytics.flush()"""

NODE = """// npm install @segment/analytics-node
import {{ Analytics }} from "@segment/analytics-node"

const analytics = new Analytics({{ writeKey: "{key}", host: "{host}" }})
analytics.identify({{ userId: "17", traits: {{ name: "Deniz Kaya", email: "deniz@example.com" }} }})
analytics.track({{ userId: "17", event: "feature.used", properties: {{ feature: "duet" }} }})
await analytics.closeAndFlush()"""

BROWSER = """// npm install @segment/analytics-next
import {{ AnalyticsBrowser }} from "@segment/analytics-next"

const analytics = AnalyticsBrowser.load({{ writeKey: "{key}", cdnURL: "{host}" }})
analytics.page()
analytics.track("feature.used", {{ feature: "duet" }})"""


@dataclass(frozen=True)
class Snippet:
    label: str | Promise
    code: str

    @property
    def lines(self) -> int:
        return self.code.count("\n") + 1


def snippets(host: str, key: str, trust: str = Source.Trust.SERVER) -> list[Snippet]:
    """`host` without a slash at its end. A public key belongs into a browser, a secret one never does."""
    server: list[tuple[str | Promise, str]] = [("curl", CURL), ("Python", PYTHON), ("Node.js", NODE)]
    browser: list[tuple[str | Promise, str]] = [(_("Browser"), BROWSER), ("curl", CURL)]
    chosen = server if trust == Source.Trust.SERVER else browser
    return [Snippet(label, template.format(host=host, key=key)) for label, template in chosen]
