"""Sentences whose worth is known by how they are made: planted faults of each kind, and honest rewordings."""
