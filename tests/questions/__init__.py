"""Questions over real papers in pairs: one that they answer, and its twin, a single thing exchanged, that they do not."""
