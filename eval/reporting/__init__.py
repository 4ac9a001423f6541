"""The report: one page that says how good the answers of a run are."""
