"""Strategic risk register, quarter 4 2025/26: the current one."""

from __future__ import annotations

from samples.content import register_children, register_corporate, register_families
from samples.content.register_front import FRONT_Q4, INTRODUCTION_Q4
from samples.content.shapes import Register

REGISTER = Register(
    title="Strategic Risk Register: Quarter 4 2025/26",
    as_at="31 March 2026",
    running="Thornmere Borough Council - Strategic Risk Register Q4 2025/26",
    front=FRONT_Q4,
    introduction=INTRODUCTION_Q4,
    directorates=(
        ("Children and Education Directorate", register_children.RISKS + register_families.RISKS),
        ("Adults and Public Health Directorate", register_corporate.ADULTS),
        ("Finance and Corporate Resources Directorate", register_corporate.RESOURCES),
    ),
)
