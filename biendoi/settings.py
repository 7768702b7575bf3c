"""One settings file for every machine; what differs comes from the environment (.env.example)."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django_prose_editor.config import html_tags
from js_asset import static_lazy
from whitenoise.compress import Compressor

from biendoi import environment as env
from biendoi.storages import public_hosts, storages

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")

SECRET_KEY = env.secret("SECRET_KEY")
DEBUG = env.boolean("DEBUG", default=False)
SITE_URL = env.origin("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HTTPS = SITE_URL.startswith("https://")

# The masthead stands in a file and not in a table: pages that report a dead database carry it too.
MASTHEAD = env.toml("MASTHEAD_FILE", BASE_DIR / "biendoi" / "masthead.toml")

# Signing in by an account elsewhere; without the keys no page tells of it and no address exists.
SOCIAL_LOGINS = env.social_logins("GOOGLE", "FACEBOOK")

INSTALLED_APPS = [
    "demo",
    "newsroom",
    "catalogue",
    "thinlines",
    "search",
    "frontpage",
    "readership",
    "readers",
    "pages",
    "comments",
    "articles",
    "multimedia",
    "photos",
    "authors",
    "audit",
    "accounts",
    "outbox",
    "core",
    "django_prose_editor",
    "js_asset",
    "reversion",
    "rules.apps.AutodiscoverRulesConfig",
    "taggit",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.facebook",
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.compression.CompressText",
    "csp.middleware.CSPMiddleware",
    "audit.origin.remember",
    "readers.doors.keep_private",
    # Sessions are read only where somebody asks for request.user: reader pages stay cookie-free.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Holds the request where allauth's adapters find it; asks nothing.
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "biendoi.urls"
WSGI_APPLICATION = "biendoi.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.masthead",
            ],
        },
    },
]

FORM_RENDERER = "core.forms.Renderer"

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'bienphong.sqlite3'}")}
# What all processes count together, attempts to sign in; readers' migrations make the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# EMAIL_BACKEND, EMAIL_HOST and their kin; an embedded newspaper writes its mails to the log.
globals().update(env.mail("EMAIL_URL"))
DEFAULT_FROM_EMAIL = f"{MASTHEAD['name']} <{env.text('EMAIL_FROM', MASTHEAD['email'])}>"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "readers.backends.ReaderBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Readers' accounts (readers/). The newsroom signs in at /admin/login/ alone.
ACCOUNT_ADAPTER = "readers.adapters.ReaderAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = {"password"}
# Instead of allauth's own where strangers have mails sent to an address, "mailbox": by all ways
# together, however it is spelled (readers/adapters.py); and how often one reader is mailed the link
# that ends an account.
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip,3/h/key",
    "confirm_email": "1/3m/key,3/h/key",
    "mailbox": "10/d/key",
    "leave": "3/h/user",
}
ACCOUNT_FORMS = {
    "login": "readers.forms.LoginForm",
    "signup": "readers.forms.SignupForm",
    "reset_password": "readers.forms.ResetPasswordForm",
    "reset_password_from_key": "readers.forms.ResetPasswordKeyForm",
    "user_token": "readers.forms.UserTokenForm",
    "change_password": "readers.forms.ChangePasswordForm",
    "add_email": "readers.forms.AddEmailForm",
    "reauthenticate": "readers.forms.ReauthenticateForm",
}
SOCIALACCOUNT_ADAPTER = "readers.adapters.SocialAdapter"
SOCIALACCOUNT_FORMS = {
    "signup": "readers.forms.SocialSignupForm",
    "disconnect": "readers.forms.DisconnectForm",
}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "google": {"SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True},
    # By redirects, without the service's own script.
    "facebook": {"METHOD": "oauth2", "SCOPE": ["email", "public_profile"]},
}

CSRF_FAILURE_VIEW = "biendoi.views.forged"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["biendoi.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
# Source maps of the libraries are for nobody's line: no need to compress them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Originals carry coordinates and serial numbers: this folder has no public address.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = storages()
PHOTO_MAX_PIXELS = env.integer("PHOTO_MAX_PIXELS", 120_000_000)
PHOTO_MAX_BYTES = env.integer("PHOTO_MAX_BYTES", 60_000_000)
# Credit and copyright written into the public JPEG and WebP files as clean IPTC and XMP.
PHOTO_CREDIT_IN_FILES = env.boolean("PHOTO_CREDIT_IN_FILES", default=False)
PHOTO_RIGHTS = f"© {MASTHEAD['name']}"
RECORDING_MAX_BYTES = env.integer("RECORDING_MAX_BYTES", 500_000_000)
DOCUMENT_MAX_BYTES = env.integer("DOCUMENT_MAX_BYTES", 50_000_000)

# How long a correction stands on the home page; the press law wants no less than seven days.
CORRECTION_DAYS = env.integer("CORRECTION_DAYS", 7, least=7)
# How long words that were typed and never saved are kept before their writer is told of their end.
DRAFT_DAYS = env.integer("DRAFT_DAYS", 30, least=7)
# After so many printed replies to one piece the press law lets the paper stop.
REPLY_ROUNDS = env.integer("REPLY_ROUNDS", 2, least=2)
# Every save of a piece is kept this long, afterwards one a day (newsroom/revisions/thinning.py).
REVISIONS_KEEP_DAYS = env.integer("REVISIONS_KEEP_DAYS", 90, least=1)
# How comments are taken where neither the piece nor its section says otherwise, and after how many
# days a piece takes no more; 0: never (comments/policy.py).
COMMENT_MODE = env.choice("COMMENT_MODE", "duyet-truoc", ("duyet-truoc", "tin-cay", "dong", "an"))
COMMENT_DAYS = env.integer("COMMENT_DAYS", 0, least=0)
# How long a comment keeps its writer's e-mail and marks (comments/forgetting.py), and for how many
# hours the mailed link to what is kept of somebody opens (comments/own_data.py).
COMMENT_PRIVATE_DAYS = env.integer("COMMENT_PRIVATE_DAYS", 90, least=1)
COMMENT_DATA_HOURS = env.integer("COMMENT_DATA_HOURS", 24, least=1)
# Lists say how many comments a piece has from so many on.
COMMENT_COUNT_FROM = env.integer("COMMENT_COUNT_FROM", 5, least=1)
# Zero bits a browser has to find before it sends a comment (comments/proof.py); 0: it has not to.
COMMENT_PROOF_BITS = env.integer("COMMENT_PROOF_BITS", 0, least=0)
# Another search engine than the database's own: http://127.0.0.1:9200/bienphong (docs/search.md).
SEARCH_URL = env.address("SEARCH_URL") if env.text("SEARCH_URL", "") else ""
# How long what readers looked for is kept, by day and without persons (search/forgetting.py).
SEARCH_TERMS_DAYS = env.integer("SEARCH_TERMS_DAYS", 400, least=7)
# How long each process keeps the links of the footer (pages/footer.py).
FOOTER_SECONDS = 60

# A pasted comment of a megabyte must reach its form to be refused there with the text kept.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.uploads.OnDisk",
]

TAGGIT_TAGS_FROM_STRING = "articles.tags.parse"
TAGGIT_STRING_FROM_TAGS = "articles.tags.join"

# Reader pages are cached for everybody: nothing inline, no nonce, no foreign host
# but the one that the newspaper's own files were moved to.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, *public_hosts()],
        "media-src": [SELF, *public_hosts()],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
# The rich-text editor sets styles on its own nodes; scripts need the page's nonce all the same.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:", *public_hosts()],
    "media-src": [SELF, "blob:", *public_hosts()],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.boolean("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.boolean("BEHIND_PROXY", default=False)
# Whose word counts on where a request came from: unless told, whatever stands in our own house.
PROXIES = env.networks(
    "PROXIES", "127.0.0.0/8, ::1, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7"
)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOG_LEVEL = env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("js/newsroom/editor.js")],
        # The sanitiser is core/html.py's own list: these names add nothing to any allow-list.
        "extensions": {
            name: html_tags([])
            for name in (
                *("PhotoFigure", "RecordingFigure", "DocumentFigure"),
                *("InfoBox", "WordPaste", "DeskMenu", "TrailingNode"),
            )
        },
    },
]
