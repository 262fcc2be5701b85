"""The ASGI application: the intake answers by itself, everything else is Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabiz.config.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from nabiz.intake.asgi import IntakeApplication  # noqa: E402  the app registry must be ready first

application = IntakeApplication(otherwise=django_application)  # type: ignore[arg-type]  # its scope is narrower on paper
