from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed static files whose ES modules may import one another."""

    support_js_module_import_aggregation = True
