"""What an examination of a library finds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    """Something that is not as it should be: what, in plain words, and in which file or folder; and whether it has been mended."""

    what: str
    where: str
    mended: bool = False


@dataclass(slots=True)
class Examination:
    """All faults found, and notes: what is no fault and should be known."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong any more."""
        return all(fault.mended for fault in self.faults)

    def found(self, what: str, where: object) -> Fault:
        """Note a fault; the caller says when it is mended."""
        fault = Fault(what, str(where))
        self.faults.append(fault)
        return fault

    def as_json(self) -> dict[str, object]:
        """The shape that `scrutiny doctor --json` prints."""
        faults = [{"what": f.what, "where": f.where, "mended": f.mended} for f in self.faults]
        return {"faults": faults, "notes": self.notes, "sound": self.sound}
