"""What a reader needs of the mirror: files, versions and who must be left out, all of one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import pyarrow as pa

from nabiz.timeline.facts import Family
from nabiz.timeline.freshness import Freshness, watcher
from nabiz.timeline.mirror.columns import schema_of
from nabiz.timeline.mirror.dimensions import registered
from nabiz.timeline.mirror.manifest import Manifest, folder, read_manifest
from nabiz.timeline.models import Gone


@dataclass(frozen=True)
class Snapshot:
    """The mirror as it was when it was asked for."""

    manifest: Manifest
    gone: tuple[int, ...]

    def version_of(self, families: Iterable[Family], dimensions: Iterable[str]) -> tuple[object, ...]:
        """Changes whenever an answer over these families and dimensions could."""
        events = tuple(
            self.manifest.families[name].version if name in self.manifest.families else 0 for name in families
        )
        small = tuple(self.manifest.dimensions[n].version if n in self.manifest.dimensions else "" for n in dimensions)
        return (self.manifest.database, events, small, self.gone)

    @cached_property
    def freshness(self) -> Freshness:
        """The event table itself, for who reads that instead of the files; as of the first time it is asked for."""
        return watcher.look()

    @cached_property
    def dimension_versions(self) -> dict[str, str]:
        """The tables of the dimensions themselves, likewise."""
        return {each.name: each.version() for each in registered()}

    def event_files(
        self, families: Iterable[Family], since: datetime | None = None, until: datetime | None = None
    ) -> list[str]:
        """The files that hold the events of these families between two instants, as absolute paths."""
        first = since.astimezone(UTC).strftime("%Y-%m") if since else ""
        last = until.astimezone(UTC).strftime("%Y-%m") if until else "9999-99"
        return [
            str(folder() / path)
            for family in families
            if family in self.manifest.families
            for month, paths in sorted(self.manifest.families[family].files.items())
            if first <= month <= last
            for path in paths
        ]

    def dimension_file(self, name: str) -> str | None:
        kept = self.manifest.dimensions.get(name)
        return str(folder() / kept.file) if kept else None

    def schema(self, family: Family) -> pa.Schema:
        return schema_of(family)


def snapshot() -> Snapshot:
    """The mirror now. Erased customers are left out from the moment that their erasure is committed."""
    gone = Gone.objects.filter(swept_at=None).order_by("customer_id").values_list("customer_id", flat=True)
    return Snapshot(read_manifest(), tuple(gone))
