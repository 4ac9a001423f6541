"""The language model that the settings name, through LangChain. Its libraries are extras, and are imported when it is first asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from vectorstore.errors import SettingsError
from vectorstore.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_SPARE = 2_000  # tokens of instructions and question beside the passages
_CHARACTERS_A_TOKEN = 3  # at the fewest, in English prose with figures
_UNUSED_KEY = "none"


@dataclass(frozen=True, slots=True)
class Provider:
    """Who serves models: the library that speaks with it, the extra that installs it, the environment variable of its key, what its
    address is called there, and the variables that may name the address instead of `llm_url`."""

    package: str
    extra: str
    key: str | None
    url: str = "base_url"
    urls: tuple[str, ...] = ()


PROVIDERS = {
    "openai": Provider("langchain_openai", "openai", "OPENAI_API_KEY", urls=("OPENAI_BASE_URL", "OPENAI_API_BASE")),
    "azure_openai": Provider("langchain_openai", "openai", "AZURE_OPENAI_API_KEY", "azure_endpoint"),
    "anthropic": Provider("langchain_anthropic", "anthropic", "ANTHROPIC_API_KEY"),
    "ollama": Provider("langchain_ollama", "ollama", None),
}


def checked_provider(settings: Settings) -> tuple[Provider, str]:
    """The provider and the name of the model that the settings name, before anything of it is imported.

    Raises SettingsError when it is not known, its library is not installed or its key is not in the environment.
    """
    name, _, model = (settings.llm or "").partition(":")
    provider = PROVIDERS.get(name)
    if provider is None:
        raise SettingsError(f"--llm '{settings.llm}': no such provider; write {', '.join(f'{p}:MODEL' for p in PROVIDERS)}.")
    if find_spec(provider.package) is None:
        extra = f"scrutiny-desk[{provider.extra}]"
        raise SettingsError(f"--llm {settings.llm} needs the extra '{provider.extra}': pip install '{extra}'")
    if provider.key and not os.environ.get(provider.key) and not _served_elsewhere(provider, settings):
        raise SettingsError(f"--llm {settings.llm} needs a key: put it in the environment as {provider.key}.")
    return provider, model


def chat_model(settings: Settings) -> BaseChatModel:
    """The model that the settings name, which has been asked nothing yet.

    Raises SettingsError, with no word of the provider's library (it may print a key), when it cannot be made.
    """
    provider, model = checked_provider(settings)
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": settings.llm_temperature, **_limits(provider, settings)}
    if settings.llm_url:
        options[provider.url] = settings.llm_url
    if provider.key and not os.environ.get(provider.key):
        options["api_key"] = _UNUSED_KEY  # servers of one's own ask for none, the library does
    try:
        made: BaseChatModel = init_chat_model(model, model_provider=(settings.llm or "").partition(":")[0], **options)
    except Exception:  # noqa: BLE001 - whatever the library raises
        raise SettingsError(
            f"--llm {settings.llm} cannot be set up; check its name, its address and what it wants in the environment (docs/model.md)."
        ) from None
    return made


def _limits(provider: Provider, settings: Settings) -> dict[str, Any]:
    """How long the model may take and how much it may write, as its library calls them."""
    if provider.extra == "ollama":
        # Ollama cuts what is longer than its window off without a word, so that the window is asked for.
        window = settings.llm_characters // _CHARACTERS_A_TOKEN + settings.llm_tokens + _SPARE
        return {
            "num_predict": settings.llm_tokens, "num_ctx": window, "client_kwargs": {"timeout": settings.llm_seconds},
        }  # fmt: skip
    return {"max_tokens": settings.llm_tokens, "timeout": settings.llm_seconds, "max_retries": 0}


def _served_elsewhere(provider: Provider, settings: Settings) -> bool:
    """Whether a server of one's own stands in for the provider: such a one often asks for no key."""
    return provider.extra == "openai" and bool(settings.llm_url or any(os.environ.get(v) for v in provider.urls))
