"""Static files carry a hash of their content in the name; before they are collected they are found where they lie."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Before anything is collected (tests, a first look) files keep their own names and are found where they lie."""

    def stored_name(self, name: str) -> str:
        return str(super().stored_name(name)) if self.hashed_files else name
