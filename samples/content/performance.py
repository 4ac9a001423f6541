"""Key performance indicators for Children and Education, 2023/24 to 2025/26 (CSV)."""

# ruff: noqa: E501 (the papers' own sentences are not cut to fit this page)

from __future__ import annotations

HEADER = ("Ref", "Indicator", "Year", "Target", "Actual", "RAG", "Responsible officer", "Commentary")

ROWS: tuple[tuple[str, ...], ...] = (
    ("KPI01", "Good level of development at age five", "2023/24", "66%", "66%", "Green", "Anneka Prowse", ""),
    ("KPI01", "Good level of development at age five", "2024/25", "67%", "67%", "Green", "Anneka Prowse", "On target, with a wide gap between wards"),
    ("KPI01", "Good level of development at age five", "2025/26", "68%", "", "", "Anneka Prowse", "Known in August 2026"),
    ("KPI02", "EHC plans issued within 20 weeks (calendar year)", "2023/24", "60%", "52%", "Red", "Siobhan Tarleton", "Figure for 2023"),
    ("KPI02", "EHC plans issued within 20 weeks (calendar year)", "2024/25", "60%", "48%", "Red", "Siobhan Tarleton", "Figure for 2024. Five of 11 psychologist posts were vacant"),
    ("KPI02", "EHC plans issued within 20 weeks (calendar year)", "2025/26", "70%", "57%", "Amber", "Siobhan Tarleton", 'Figure for 2025. Better, but "not yet what families should expect", as the Director told Scrutiny'),
    ("KPI03", "Secondary pupils persistently absent", "2023/24", "26%", "26%", "Green", "Leo Marchbanks", ""),
    ("KPI03", "Secondary pupils persistently absent", "2024/25", "24%", "25%", "Amber", "Leo Marchbanks", "One point above target, one point better than the year before"),
    ("KPI03", "Secondary pupils persistently absent", "2025/26", "23%", "23.8%", "Amber", "Leo Marchbanks", "Autumn term only, provisional"),
    ("KPI04", "Permanent exclusions (school year)", "2023/24", "45", "55", "Red", "Leo Marchbanks", ""),
    ("KPI04", "Permanent exclusions (school year)", "2024/25", "50", "61", "Red", "Leo Marchbanks", "Two schools account for 22, more than a third"),
    ("KPI04", "Permanent exclusions (school year)", "2025/26", "55", "19", "", "Leo Marchbanks", "Autumn term only; 24 in the same term of 2024"),
    ("KPI05", "Home to school journeys on time", "2023/24", "95%", "93.1%", "Amber", "Desmond Arkell", ""),
    ("KPI05", "Home to school journeys on time", "2024/25", "95%", "91.8%", "Amber", "Desmond Arkell", "Three operators left the trade in the year, two of them without notice"),
    ("KPI05", "Home to school journeys on time", "2025/26", "95%", "94.2%", "Amber", "Desmond Arkell", "Autumn term"),
    ("KPI06", "Pupils who completed independent travel training", "2023/24", "20", "14", "Red", "Oriel Maddox", ""),
    ("KPI06", "Pupils who completed independent travel training", "2024/25", "25", "6", "Red", "Oriel Maddox", "The trainer's post was vacant for seven months"),
    ("KPI06", "Pupils who completed independent travel training", "2025/26", "40", "11", "Red", "Oriel Maddox", "To March 2026. The target is for July 2026"),
    ("KPI07", "Care leavers aged 19 to 21 in education, employment or training", "2023/24", "55%", "53%", "Amber", "Tamsin Okoro", ""),
    ("KPI07", "Care leavers aged 19 to 21 in education, employment or training", "2024/25", "57%", "55%", "Amber", "Tamsin Okoro", ""),
    ("KPI07", "Care leavers aged 19 to 21 in education, employment or training", "2025/26", "60%", "58%", "Amber", "Tamsin Okoro", 'Position in December 2025. Young people say that they want "a person, not a website"'),
    ("KPI08", "Children in care living more than 20 miles from home", "2023/24", "30%", "33%", "Amber", "Farida Wolsten", ""),
    ("KPI08", "Children in care living more than 20 miles from home", "2024/25", "30%", "34%", "Red", "Farida Wolsten", ""),
    ("KPI08", "Children in care living more than 20 miles from home", "2025/26", "28%", "34%", "Red", "Farida Wolsten", "109 of 318 children on 31 March 2026"),
    ("KPI09", "Foster households approved in the year", "2023/24", "20", "12", "Red", "Tamsin Okoro", ""),
    ("KPI09", "Foster households approved in the year", "2024/25", "20", "14", "Red", "Tamsin Okoro", "16 households left, so the number fell"),
    ("KPI09", "Foster households approved in the year", "2025/26", "20", "14", "Red", "Tamsin Okoro", "11 households left, mostly to retire"),
    ("KPI10", "Parents confident in SEND support", "2024/25", "", "", "", "Siobhan Tarleton", "No survey held"),
    ("KPI10", "Parents confident in SEND support", "2025/26", "To be set", "", "", "Siobhan Tarleton", "Survey to be designed"),
    ("KPI11", "Families using a family hub", "2023/24", "1,500", "1,640", "Green", "Anneka Prowse", ""),
    ("KPI11", "Families using a family hub", "2024/25", "2,400", "2,410", "Green", "Anneka Prowse", ""),
    ("KPI11", "Families using a family hub", "2025/26", "4,000", "3,180", "Amber", "Anneka Prowse", "April to December 2025.\nLintock was expected to open in March 2026"),
)  # fmt: skip
