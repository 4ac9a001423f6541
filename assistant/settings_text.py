"""The settings in force, to be printed: nothing secret is among them."""

from __future__ import annotations

import os
from typing import Any

from assistant.model_provider import PROVIDERS
from vectorstore.settings import SECRETS, Settings

REDACTED = "set, not shown"


def as_json(settings: Settings) -> dict[str, Any]:
    """Every setting by name; under `secrets` which secrets there are."""
    secrets = {each.key: REDACTED for each in PROVIDERS.values() if each.key and os.environ.get(each.key)}
    if (settings.data / SECRETS).is_file():
        secrets[SECRETS] = REDACTED
    return {**settings.model_dump(mode="json"), "secrets": secrets}


def listing(settings: Settings) -> str:
    """A setting a line."""
    said = as_json(settings)
    lines = [(name, "none" if value is None else str(value)) for name, value in said.items() if name != "secrets"]
    lines += list(said["secrets"].items())
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in lines)
