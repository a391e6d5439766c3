"""What the environment sets: KYHAN_<SECTION>__<KEY>, or ..._FILE for a file with the value."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rules.problems import Problem
from rules.text import Text
from rules.validation_texts import did_you_mean

PREFIX = "KYHAN_"
_FILE = "_FILE"


class Overrides:
    """The `values` set, by (section, key), and the `names` of the variables they came from."""

    def __init__(self, environ: Mapping[str, str], known: Iterable[tuple[str, str]]) -> None:
        self.values: dict[tuple[str, str], Any] = {}
        self.names: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        places = {f"{PREFIX}{section}__{key}".upper(): (section, key) for section, key in known}
        for name, raw in sorted(environ.items()):
            if not name.startswith(PREFIX) or "__" not in name:
                continue
            place = places.get(name) or places.get(name.removesuffix(_FILE))
            if place is None:
                what = Text("biến môi trường lạ", "is not a known variable")
                self.problems.append(Problem(name, name, what, did_you_mean(name, list(places))))
                continue
            try:
                text = raw if name in places else Path(raw).read_text("utf-8").rstrip("\r\n")
                self.values[place] = _value(text)
                self.names[place] = name
            except (OSError, UnicodeDecodeError) as error:
                what = Text(f"không đọc được tệp: {error}", f"cannot be read: {error}")
                self.problems.append(Problem(name, ".".join(place), what, value=raw))

    def over(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The file's data with the overrides laid over it."""
        merged = dict(data)
        for (section, key), value in self.values.items():
            inner = merged.get(section, {})
            if isinstance(inner, Mapping):
                merged[section] = {**inner, key: value}
        return merged


def _value(text: str) -> object:
    """A list as TOML writes it, else the text as it stands: pydantic makes numbers of it."""
    if not text.startswith("["):
        return text
    try:
        parsed: object = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    return parsed
