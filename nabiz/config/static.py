"""Static files carry the hash of their content in the name, and are found without collecting in development and tests."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    manifest_strict = False
