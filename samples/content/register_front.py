"""The first page of each risk register: what it is, who has seen it and how risks are scored."""

from __future__ import annotations

FRONT_Q4 = (
    ("Report to", "Audit and Governance Committee"),
    ("Meeting date", "21 April 2026"),
    ("Position as at", "31 March 2026 (quarter 4, 2025/26)"),
    ("Classification", "Open"),
    ("Report author", "Cressida Bonham, Head of Internal Audit and Risk"),
)

FRONT_Q3 = (
    ("Report to", "Audit and Governance Committee"),
    ("Meeting date", "27 January 2026"),
    ("Position as at", "31 December 2025 (quarter 3, 2025/26)"),
    ("Classification", "Open"),
    ("Report author", "Cressida Bonham, Head of Internal Audit and Risk"),
)

INTRODUCTION_Q4 = (
    "This register holds the strategic risks of the Council in three directorates. Each risk is followed by the controls that are meant "
    "to reduce it. Notes are written by the owner of the risk or control and are dated; a note is expected each quarter for every "
    "control that is not completed.",
    "Since the quarter 3 register one risk has been added (CE05), one closed (CE10) and one renamed (CE07). The scores of CE01 and CE07 "
    "have risen; those of CE03 and FC03 have fallen. The Committee is asked to note the register and to say which risks it wishes to "
    "examine in depth in 2026/27.",
    "Ratings come from impact multiplied by likelihood, each from 1 to 5: 1 to 4 is Low, 5 to 12 is Medium and 15 to 25 is High. The "
    "scores shown are current scores, with the controls working as they do today.",
)

INTRODUCTION_Q3 = (
    "This register holds the strategic risks of the Council in three directorates. Each risk is followed by the controls that are meant "
    "to reduce it. Notes are written by the owner of the risk or control and are dated.",
    "No risk has been added or closed since the quarter 2 register. The Committee is asked to agree the closure of CE10 from the next "
    "quarter.",
    "Ratings come from impact multiplied by likelihood, each from 1 to 5: 1 to 4 is Low, 5 to 12 is Medium and 15 to 25 is High. The "
    "scores shown are current scores, with the controls working as they do today.",
)
