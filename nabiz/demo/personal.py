"""The demo's customers are made up."""

from nabiz.privacy.register import declare

declare("demo_demorun", whose="nobody")
