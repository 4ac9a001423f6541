"""The acts that people at a meeting take on, by how minutes word them."""

from __future__ import annotations

import re

MODAL = re.compile(r"\b(?:would|will|(?:is|are) to(?= [a-z])|(?:was|were) to(?= be ))\b(?!\s+(?:not|never|no longer)\b)")
"""What says in reported speech that something is to come."""
_ACTS = (
    "provide|share|circulate|send|write|report|bring|review|look into|look at|look again|confirm|meet|discuss"
    "|arrange|add|publish|open|introduce|submit"
    "|reply|respond|come back|follow up|raise|investigate|check|contact|prepare|produce|present|update|convene"
    "|organise|ask|request|invite|feed back"
    "|feedback|take (?:this|that|it|these|the|forward|away|back|up)|visit|explore|set up|draft|issue|clarify"
    "|make (?:representations|enquiries|inquiries"
    "|contact|arrangements)|speak|liaise|email|e-mail|forward|supply|give members|give the|obtain|get|seek"
    "|refer|lobby|collate|chase|remain (?:in|on) the"
    r"|keep (?:members|the (?:council|committee|commission|panel|board))|notify|inform|attend|appoint|recruit"
    r"|purchase|order|carry out|approach|hand|return"
    r"|pass|escalate|consult|re-?(?:issue|visit|submit|circulate|arrange)"
)
_MORE_ACTS = (
    "|consider|ensure|develop|include|monitor|work|support|help|offer|undertake|commission|hold|host|create"
    "|establish|launch|extend|fund|pay|change|amend"
    "|move|remove|replace|install|repair|clean|cut|put|place|keep|start|begin|continue|lead|act|assist"
    "|explain|advise|let|allow|run|train|sign|note"
)
_WORKS = (
    "|apply|focus|conduct|pilot|trial|test|roll out|build|design|engage|promote|press|pursue|challenge|brief"
    "|finalise|implement|assess|evaluate|analyse|audit|examine|map|complete|deliver|refresh|strengthen|address"
    "|work with|work on|consider|develop|monitor|host|hold|create|establish|launch|commission|recruit|ensure|appeal"
    r"|advise (?!against|caution|that\b)|receive (?=(?:[\w-]+ ){0,4}(?:reports?|updates?|briefings?|training|data|information)\b)"
)
ACTIVE = re.compile(
    rf"(?:also |then |now |further |formally |again |next |jointly |both |continue to )*(?:{_ACTS}{_WORKS})\b", re.I
)
"""An act that somebody takes on by "would" and "will"."""
TAKEN_ON = re.compile(rf"(?:also |then |now |further )*(?:{_ACTS}{_MORE_ACTS})\b", re.I)
"""An act that somebody is set without a verb that says so ("Clerk to ...")."""
PROGRESSIVE = re.compile(
    r"(?:also |then |now )?be (?:also )?(?!being|having|going\b|looking forward|receiving|getting|losing|facing|becoming|needing"
    r"|expecting|missing|paying|seeing|wanting|relying|competing|struggling|living|failing"
    r"|substituting|chairing|leaving|retiring|standing)"
    r"[a-z]+ing\b"
)
"""What is being done: "would be meeting with ..."."""
PASSIVE = re.compile(
    r"(?:also |then |now )?be (?:also |then )?(?:circulated|provided|shared|brought|reported"
    r"|published|released|presented|produced|added|sent|arranged"
    r"|convened|scheduled|rescheduled|submitted|updated|incorporated|issued|organised|prepared|distributed"
    r"|re-?circulated|reviewed|reflected)\b"
)
"""What becomes of papers and meetings: "would be circulated"."""
PAPERS = re.compile(
    r"\b(?:reports?|updates?|leaflets?|programmes?|reviews?|inquir(?:y|ies)|data|figures|papers?|letters?|summar(?:y|ies)|briefings?|information"
    r"|details|documents?|strateg(?:y|ies)|sessions?|workshops?"
    r"|training|focus groups?|events?|minutes|responses?|items?|results|findings|plans?|proposals?|versions?"
    r"|membership|responsibility|arrangements|visits?"
    r"|meetings?|protocol|policy|guidance|survey|review|list|breakdown|presentation|dates?|video|evaluation"
    r"|self-evaluation|interviews?|consultation"
    r"|action|actions|suggestion|comments)\b",
    re.I,
)
"""What councils make, send, hold and bring back."""
DATED = re.compile(
    r"(?:now )?(?:(?:re-?)?open|begin|start|commence|launch|go live|take place|replace|report|be (?:now )?(?:ready|completed?"
    r"|opened|installed|delivered|offered|held|in place"
    r"|introduced|launched|implemented|extended|appointed|available|finished|reported|built|recruited)"
    r"|go (?:back )?to (?:the |its |a )?(?:(?:next |future )?meeting of (?:the )?)?(?:Full )?(?:Council|Cabinet|Committee|Commission))\b"
)
"""A promise ("would open") where a date says when."""
KEPT = re.compile(
    r"(?:continue to )?(?:remain|be kept|stay) (?:in|on) the (?:work programme|agenda|action (?:log|tracker)"
    r"|forward plan)\b"
)
"""What stays before a body: "would remain in the work programme"."""
_DONE = (
    "retained|addressed|reconsidered|considered|discussed|followed up|picked up|explored|investigated|monitored|reviewed|looked at"
    "|looked into|examined|consulted|invited|informed|notified|briefed|contacted|enhanced|strengthened|launched|extended|evaluated"
    "|piloted|trialled|rolled out|embedded|repaired|replaced|installed|recruited|commissioned|established|set up"
    "|developed|drawn up|created|implemented|introduced|convened|finalised|raised|progressed|taken (?:back |forward|on board|to)"
    "|passed (?:on )?to|referred|reported|communicated|refreshed|revised|revisited|tested|published|emailed|e-mailed|circulated"
    "|carried out|carried forward|undertaken|conducted|purchased|ordered|bought|erected|planted|painted|cleaned|cleared|cut|fitted"
    "|removed|resurfaced|refurbished|upgraded|renewed|submitted|sent|brought (?:back|forward|to)|presented|shared|added|produced"
    "|prepared|drafted|written|updated|issued|arranged|organised|scheduled|rescheduled|amended|corrected|distributed|collated"
    "|built|re-?opened|opened|made available|consulted on|sought|advertised|given (?:consideration|to)|fed back|deferred|appointed|re-?visited"
)
TREATED = re.compile(
    rf"(?:also |then |now |first |still |both |all |therefore |continue to |jointly )*be (?:also |then |first |now |further |fully |[a-z]+ly )*"
    rf"(?:(?:{_DONE})|(?:the|an?) (?:[a-z]+ )?(?:focus|subject|theme|topic|priority) (?:for|of|at))\b"
)
"""What is done about a matter: "would be taken forward", "would be the focus of"."""
FOCUSED = re.compile(
    r"(?:also |then |now |again |continue to |next )*(?:focus(?:ed)? on|be focus(?:ed|ing) on|look (?:at|into)|consider|cover|examine"
    r"|explore|review|discuss|address|assess|include)\b"
)
"""What meetings and papers will be about."""
PREPARED = (
    r"(?:planned|produced|developed|drafted|prepared|updated|finalised|arranged|organised|designed|scheduled|commissioned"
    r"|recruited|refreshed|revised|revisited|rewritten|reviewed|costed|written|compiled|collated|put together|set up|established"
    r"|drawn up|procured|worked on|consulted on"
    r"|rolled out|piloted|trialled|built|installed|introduced|replaced|repaired|refurbished|upgraded|resurfaced|renewed)"
)
"""What is done to things in the making: "is being produced"."""
MAKING = (
    r"(?:preparing|producing|drafting|developing|arranging|organising|designing|recruiting|commissioning|compiling|finalising"
    r"|setting up|drawing up|putting together|working on (?:an?|the)|working to (?:develop|produce|establish|introduce)|reviewing"
    r"|updating|revising|looking (?:at|into)|investigating|exploring|consulting|piloting|trialling"
    r"|planning (?!permission|appl|authorit|committee|consent|polic))"
)
"""What somebody has in hand: "officers are preparing a report"."""
PLANNED = (
    r"(?:open|launch|begin|start|commence|run|report|meet|take place|go live|go to|come (?:back )?to|visit"
    r"|host|publish|return|roll out|be (?:also )?(?:published|launched|opened|extended|implemented|introduced|completed|finished"
    r"|held|presented|reported|submitted|considered|reviewed|reconsidered|discussed|installed|delivered|built|replaced|repaired"
    r"|released|circulated|brought|in place|ready|available|rolled out|piloted|recruited|appointed|set up|established|finalised"
    r"|signed))\b"
)
"""What is planned to happen: "was due to launch"."""
OCCASIONS = (
    r"(?:engagement|consultations?|workshops?|sessions?|meetings?|events?|training|briefings?|focus groups?|visits?|surveys?"
    r"|campaigns?|reviews?|reports?|updates?|drop-ins?|webinars?|open days?|exhibitions?)"
)
"""What councils hold and give."""
ASKED_FOR = re.compile(
    r"(?:^|[,;] |\b(?:and|but) )(?P<actor>(?:[Tt]he )?(?:[A-Z][\w'-]+ )?(?:[Vv]ice[- ])?(?:Chair(?:man|woman|person)?|Members|Leader"
    r"|Mayor|Councillors))(?: (?:also|then|therefore|further))? (?:asked|requested) that [^.;]{3,160}? be (?:also )?(?:placed|added"
    r"|brought|circulated|provided|sent|kept|included|reported|shared|presented|given|published|reviewed|arranged|put|deferred)\b"
)
"""What is asked for at the table: "the Chair asked that the figures be circulated"."""
