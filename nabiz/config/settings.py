"""Settings come from the environment; each is explained by a system check in `checks.py`."""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from nabiz.config.home import database_settings, home_folder, secret_key
from nabiz.team.signin_settings import *  # noqa: F403

HOME = home_folder()
SECRET_KEY = secret_key(HOME)
DEBUG = os.environ.get("NABIZ_DEBUG") == "1"
PORT = int(os.environ.get("NABIZ_PORT", "8000"))
ENGINE = os.environ.get("NABIZ_ENGINE", "duckdb")
ENGINE_TIMEOUT = int(os.environ.get("NABIZ_ENGINE_TIMEOUT", "120"))  # seconds that an answer may take
SPARK_MASTER = os.environ.get("NABIZ_SPARK_MASTER", "local[*]")
MIRROR = Path(os.environ.get("NABIZ_MIRROR", HOME / "mirror"))

PRIVATE_ADDRESSES = (
    os.environ.get("NABIZ_PRIVATE_ADDRESSES") == "1"
)  # may servers that we ask lie inside one's own network?
WATCHED_ROOTS = [root for root in os.environ.get("NABIZ_WATCHED", "").split(os.pathsep) if root]
PUBLIC_URL = os.environ.get("NABIZ_URL", f"http://localhost:{PORT}")
IS_HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("NABIZ_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("NABIZ_BEHIND_PROXY") == "1" else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

INSTALLED_APPS = [
    "nabiz.team",  # these two before allauth, whose templates and Turkish they replace
    "nabiz.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "lucide",
    "procrastinate.contrib.django",
    "nabiz.timeline",
    "nabiz.customers",
    "nabiz.privacy",
    "nabiz.sms",
    "nabiz.assist",
    "nabiz.intake",
    "nabiz.imports",
    "nabiz.connectors",
    "nabiz.metrics",
    "nabiz.themes",
    "nabiz.feedback",
    "nabiz.reviews",
    "nabiz.inbox",
    "nabiz.success",
    "nabiz.followups",
    "nabiz.pulse",
    "nabiz.demo",
    "nabiz.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nabiz.team.middleware.MemberMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nabiz.ui.middleware.ToastMiddleware",
    "nabiz.metrics.middleware.UnansweredMiddleware",
]

ROOT_URLCONF = "nabiz.config.urls"
ASGI_APPLICATION = "nabiz.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "nabiz.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "template_partials.templatetags.partials"],
        },
    }
]

DATABASES = {"default": database_settings(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "team.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("tr", _("Turkish")), ("en", _("English"))]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or not STATIC_ROOT.exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "nabiz.config.static.Storage"},
}
MEDIA_ROOT = HOME / "files"

EMAIL_BACKEND = "nabiz.team.outbox.Backend"
EMAIL_HOST = os.environ.get("NABIZ_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("NABIZ_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("NABIZ_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("NABIZ_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = os.environ.get("NABIZ_SMTP_TLS", "1") == "1" and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20
BOUNCE_ADDRESS = os.environ.get("NABIZ_BOUNCE_ADDRESS", "")
BOUNCE_IMAP = os.environ.get("NABIZ_BOUNCE_IMAP", "")
DEFAULT_FROM_EMAIL = os.environ.get("NABIZ_MAIL_FROM", "Nabız <nabiz@localhost>")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"class": "nabiz.config.logs.Discreet", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # an address may carry a token, and a 404 is no news
    "root": {"handlers": ["console"], "level": os.environ.get("NABIZ_LOG", "WARNING")},
}
