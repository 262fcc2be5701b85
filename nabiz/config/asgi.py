"""The ASGI application: the intake answers by itself, everything else is Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabiz.config.settings")

import django

django.setup(set_prefix=False)

from nabiz.config.handler import Handler  # noqa: E402  the app registry must be ready first
from nabiz.intake.asgi import IntakeApplication  # noqa: E402

application = IntakeApplication(otherwise=Handler())
