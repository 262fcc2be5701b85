"""All style sheets as one file: each is kept small and named like its class, and the browser asks once.

A folder is a layer. Other packages add theirs in `AppConfig.ready` with `register_stylesheet("inbox/thread.css")`.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.contrib.staticfiles import finders

Layer = Literal["reset", "tokens", "base", "components", "pages", "utilities"]
LAYERS: tuple[Layer, ...] = ("reset", "tokens", "base", "components", "pages", "utilities")

_FOLDER = Path(__file__).parent / "static/ui/css"
_registered: dict[str, Layer] = {}


@dataclass(frozen=True)
class Bundle:
    text: str
    digest: str
    packed: bytes


def register_stylesheet(static_path: str, layer: Layer = "pages") -> None:
    _registered[static_path] = layer


def bundle() -> Bundle:
    """Built once per process; while developing, whenever a file has changed."""
    if not settings.DEBUG:
        return _kept()
    files = tuple(_files())
    return _built(files, max(path.stat().st_mtime_ns for _, path in files))


@cache
def _kept() -> Bundle:
    return _built(tuple(_files()), 0)


@lru_cache(maxsize=2)
def _built(files: tuple[tuple[Layer, Path], ...], _stamp: int) -> Bundle:
    parts = [f"@layer {', '.join(LAYERS)};"]
    parts += [f"@layer {layer} {{\n{path.read_text(encoding='utf-8')}}}" for layer, path in files]
    text = "\n".join(parts)
    raw = text.encode()
    return Bundle(text, hashlib.sha256(raw).hexdigest()[:12], gzip.compress(raw, mtime=0))


def _files() -> list[tuple[Layer, Path]]:
    return [(layer, path) for layer in LAYERS for path in _own(layer) + _added(layer)]


def _own(layer: Layer) -> list[Path]:
    single = _FOLDER / f"{layer}.css"
    return [single] if single.exists() else sorted((_FOLDER / layer).glob("*.css"))


def _added(layer: Layer) -> list[Path]:
    found = (finders.find(path) for path, its_layer in _registered.items() if its_layer == layer)
    return [Path(path) for path in found if isinstance(path, str)]
