"""Django's settings. Everything that differs between installations comes from the environment."""

from __future__ import annotations

import os

from csp.constants import NONE, SELF

from greenbook.config.database import database_url, django_database
from greenbook.config.home import handbook_folder, home
from greenbook.config.secret import secret_key

SECRET_KEY = os.environ.get("GREENBOOK_SECRET_KEY") or secret_key(home())
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GREENBOOK_HOSTS", "localhost,127.0.0.1").split(",")
#: Whether browsers reach Greenbook by https, as they do everywhere but on one's own machine.
HTTPS = os.environ.get("GREENBOOK_HTTPS") == "1"
#: A demo lets anybody sign in as any of its people; nothing else does.
GREENBOOK_DEMO = os.environ.get("GREENBOOK_DEMO") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.humanize",  # allauth's page of passkeys says when each was used
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "greenbook.web",  # before allauth: its templates stand above allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "greenbook.records",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "greenbook.web.asked.AskedMiddleware",
]
ROOT_URLCONF = "greenbook.config.urls"
WSGI_APPLICATION = "greenbook.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["greenbook.web.templatetags.greenbook"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "greenbook.web.menu.always_there",
            ],
        },
    }
]

TIME_ZONE = os.environ.get("GREENBOOK_TIME_ZONE") or "UTC"
USE_TZ = True
USE_I18N = False  # one language: nothing is looked up in others
_database = django_database(database_url())
# History says on which day of the tenant a record changed.
_options = {"options": f"-c greenbook.time_zone={TIME_ZONE}", **_database["OPTIONS"]}
DATABASES = {
    "default": {**_database, "OPTIONS": _options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
}
# In the database, so that every process counts the same failed sign-ins.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "records_cache",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIELD_LIMIT_BYTES = int(os.environ.get("GREENBOOK_FIELD_LIMIT_BYTES") or 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * FIELD_LIMIT_BYTES

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = str(home() / "uploads")

# Who signs in.
AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "greenbook.web.sign_in.ByInvitation"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "greenbook.web.forms.passkeys.AddPasskey"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("GREENBOOK_EMAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = os.environ.get("GREENBOOK_EMAIL_HOST") or "localhost"
DEFAULT_FROM_EMAIL = os.environ.get("GREENBOOK_EMAIL_FROM") or "greenbook@localhost"

# What browsers may do with a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "greenbook.web.refused.sent_too_late"

# What broke is told on the server's terminal, with its traceback but no values.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False}},
}

#: Where the daily facts and decisions are kept, and the handbook that the worker runs.
GREENBOOK_LAKE = os.environ.get("GREENBOOK_LAKE") or str(home() / "lake")
GREENBOOK_HANDBOOK = str(handbook_folder())
#: Days that the lake keeps whole; of older months it keeps the last day that was run.
GREENBOOK_KEEP_DAYS = int(os.environ.get("GREENBOOK_KEEP_DAYS") or 400)

PROCRASTINATE_IMPORT_PATHS = ["greenbook.automations.tasks"]
