"""Goals name a metric and a member, and nobody outside the house."""

from nabiz.privacy.register import declare

declare("metrics_goal", whose="nobody")
