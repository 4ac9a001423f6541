"""Who may do what, once people sign in: `roles.toml` in the library's folder says it, by person or by what their sign-in claims of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vectorstore.errors import SettingsError
from vectorstore.models import Role

FILE = "roles.toml"


class Named(BaseModel):
    """Those who have a role: `people` by e-mail address or by subject (the `sub` of their sign-in), `values` by a value of the claim."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    people: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()


class Roles(BaseModel):
    """The roles as the file gives them. `claim` is the claim of a sign-in whose values are looked up; `everybody` is what whoever is named
    nowhere may be: a reader, or nobody.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str = Field(default="roles", min_length=1)
    everybody: Literal["reader", "nobody"] = "reader"
    reader: Named = Named()
    officer: Named = Named()
    administrator: Named = Named()

    @classmethod
    def load(cls, data: Path) -> Roles:
        """Those of a library's folder; without a file everybody is a reader.

        Raises SettingsError naming the fault: a file that cannot be understood lets nobody in.
        """
        file = data / FILE
        try:
            return cls(**tomllib.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{file}: the roles cannot be read ({error}); mend the file.") from error
        except ValidationError as error:
            first = error.errors()[0]
            raise SettingsError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg'].lower()}; correct it.") from error

    def of(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that a sign-in's claims give; None where they give none and nobody else is let in.

        For an officer's or an administrator's rights an e-mail address counts only where the provider says that it was verified, for a
        reader's unless it says that it never was: some providers let people write what they like there, and say nothing.
        """
        subject, address = str(claims.get("sub", "")), str(claims.get("email", "")).casefold()
        verified = claims.get("email_verified")
        said = claims.get(self.claim)
        values = {str(value) for value in (said if isinstance(said, list | tuple | set) else [said])} if said else set()
        for role in (Role.ADMINISTRATOR, Role.OFFICER, Role.READER):
            named: Named = getattr(self, role.value)
            counts = verified in (True, "true") or (role is Role.READER and verified is None)
            names = {subject, address} if counts else {subject}
            people = {person for each in named.people for person in (each, each.casefold())}
            if (names & people) - {""} or values & named.values:
                return role
        return Role.READER if self.everybody == "reader" else None
