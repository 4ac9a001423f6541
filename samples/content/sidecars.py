"""Sidecar files: what a paper cannot say for itself."""

from __future__ import annotations

LETTER = """# The letter is a scan without text: its title and date are given here.
title = "Letter from the Parent Carer Forum to the Director of Children and Education"
kind = "other"
body = "Thornmere Parent Carer Forum"
meeting_date = 2026-02-02
classification = "open"
"""
