"""Risk registers as records: from a reading's table rows to risks with their controls and actions."""

from ingest.registers.build import read_registers

__all__ = ["read_registers"]
