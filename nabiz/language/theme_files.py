"""A model of themes as JSON, and back. Everything that is read is checked, since the file may come from elsewhere."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from nabiz.language.theme_parts import Theme
from nabiz.language.theme_vectors import Vectors, Vocabulary

if TYPE_CHECKING:
    from nabiz.language.theme_model import ThemeModel

Model = TypeVar("Model", bound="ThemeModel")

VERSION = 1


def to_json(model: ThemeModel) -> str:
    """See `ThemeModel.to_json`."""
    known = model.vocabulary
    return json.dumps(
        {
            "version": VERSION,
            "language": model.language,
            "next_id": model.next_id,
            "themes": [asdict(theme) for theme in model.themes],
            "corrections": dict(model.corrections),
            "merged": {str(old): new for old, new in model.merged.items()},
            "keys": known.keys,
            "forms": known.forms,
            "rarity": _written(known.rarity),
            "vectors": _written(known.vectors),
            "centroids": _written(model.centroids),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(cls: type[Model], written: str) -> Model:
    """See `ThemeModel.from_json`."""
    try:
        read: dict[str, Any] = json.loads(written)
        if read["version"] != VERSION:
            raise ValueError(f"themes of version {read['version']}, known is {VERSION}")
        model = _model(cls, read)
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError("this is no model of themes") from problem
    size, topics = len(model.vocabulary.keys), len(model.topics)
    dimensions = model.vocabulary.vectors.shape[-1]
    if model.vocabulary.vectors.shape != (size, dimensions) or model.centroids.shape != (topics, dimensions):
        raise ValueError("the parts of this model do not belong together")
    return model


def _model(cls: type[Model], read: dict[str, Any]) -> Model:
    return cls(
        vocabulary=Vocabulary(
            tuple(read["keys"]), tuple(read["forms"]), _array(read["rarity"]), _array(read["vectors"])
        ),
        themes=tuple(Theme(**{**theme, "words": tuple(theme["words"])}) for theme in read["themes"]),
        centroids=_array(read["centroids"]),
        language=read["language"],
        next_id=int(read["next_id"]),
        corrections={str(text): int(theme) for text, theme in read["corrections"].items()},
        merged={int(old): int(new) for old, new in read["merged"].items()},
    )


def _written(array: Vectors) -> dict[str, Any]:
    data = np.ascontiguousarray(array, dtype="<f4").tobytes()
    return {"shape": array.shape, "data": base64.b64encode(data).decode()}


def _array(written: dict[str, Any]) -> Vectors:
    flat = np.frombuffer(base64.b64decode(written["data"], validate=True), dtype="<f4")
    return flat.reshape([int(length) for length in written["shape"]]).astype(np.float64)
