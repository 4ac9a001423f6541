"""Words in a paper that are meant for a program that reads it. They are nobody's words to the paper's readers and are never quoted."""

from __future__ import annotations

import re

# Words that no council writes to its readers, only somebody to a program that reads the paper.
_TO_A_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:your|you|previous|prior|above|earlier|preceding|other)\b.{0,30}"
    r"\b(?:instructions?|prompts?|rules|told)\b"
    r"|\b(?:ignore|disregard|forget|override)\b.{0,20}\b(?:instructions?|prompts?)\b"
    r"|\b(?:system|hidden) (?:prompt|message|instruction)s?\b"
    r"|\b(?:you are|as) an? (?:ai|large language|language|chat)\b.{0,20}\b(?:model|assistant|bot)\b"
    r"|\b(?:ai|language model|llm|chatbot|assistant)s?\b.{0,30}\b(?:must|should|shall|please)\b.{0,20}"
    r"\b(?:write|say|answer|reply|respond|state|output)\b"
    r"|\b(?:write|say|answer|reply|respond|output)\b.{0,20}\b(?:exactly|only|nothing but|the following)\b.{0,30}"
    r"\b(?:instead|answer|question)\b"
    r"|\b(?:if you are|attention|note to|dear) (?:an? |any |all |the )?(?:automat(?:ic|ed)|ai|artificial)\b.{0,30}"
    r"\b(?:systems?|programs?|programmes?|tools?|readers?|assistants?|models?|bots?|agents?)\b"
    r"|\b(?:only|correct|right) answer to (?:any|every|all) (?:of the |such )?questions?\b",
    re.I,
)


def speaks_to_a_model(text: str) -> bool:
    """Whether some words are meant for a language model that reads them."""
    return bool(_TO_A_MODEL.search(text))
