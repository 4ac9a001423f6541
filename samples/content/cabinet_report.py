"""Cabinet, 10 March 2026: special school places and the high needs recovery plan (Word)."""

from __future__ import annotations

TITLE = "Places for children with SEND and the high needs recovery plan"

FRONT = (
    ("Title of report", TITLE),
    ("Key decision no.", "CED/2025/118"),
    ("Meeting", "Cabinet"),
    ("Meeting date", "10 March 2026"),
    ("Cabinet member", "Councillor Tobias Fennimore, Cabinet Member for Children, Education and Families"),
    ("Classification", "Open"),
    ("Wards affected", "All; Osier Bank, Saltgate and Quarry Hill in particular"),
    ("Director", "Imelda Corriston, Director of Children and Education"),
    ("Report author", "Callum Nwosu, Assistant Director for Education and SEND"),
)

# Each line is (style, typed number, words). Styles: 1 and 2 are headings; "p" a paragraph; "b" a bullet; "letter" and "auto" are
# numbered by Word itself; "table" names one of the tables below.
BODY: tuple[tuple[str, str, str], ...] = (
    ("1", "1.", "Cabinet Member's introduction"),
    ("p", "1.1", "Every family should be able to find the right school within reach of home. Too many of ours cannot. Some children travel "
     "more than an hour each way, and some have been waiting at home for a place since last summer."),
    ("p", "1.2", "The Education Strategy that Cabinet adopted in September 2025 said how we would put this right. This report says what has "
     "been done, what is late, and what it will now take. I have asked officers to be plain about the delays."),
    ("p", "1.3", "I am grateful to the Parent Carer Forum, whose letter of 2 February 2026 reminded us that a place promised is not a place "
     "opened, and to the Children and Young People Scrutiny Committee for its questions in January."),
    ("1", "2.", "Recommendations"),
    ("p", "2.1", "Cabinet is recommended to:"),
    ("letter", "", "approve the high needs recovery plan at Appendix 1, with quarterly reports to Cabinet and the Schools Forum beginning in "
     "June 2026;"),
    ("letter", "", "agree to enlarge Larkfield School by 48 places, to open in January 2027, and to add £1.2m to the capital programme for it;"),
    ("letter", "", "agree resource bases at Saltgate Primary, Brindle Lane Primary and Quarry Hill Secondary, to open in September 2026;"),
    ("letter", "", "ask the Director of Children and Education to propose sites for the two remaining resource bases by the end of September "
     "2026;"),
    ("letter", "", "note that consultation with schools on bands and top-up rates will take place in June 2026."),
    ("1", "3.", "Reasons for decision"),
    ("p", "3.1", "The Council has a duty to keep its special educational provision under review and to secure enough suitable places. The "
     "forecast published on 23 January 2026 shows that it will not do so by September 2027 without these decisions."),
    ("p", "3.2", "The deficit on the high needs block grows each month. Local places are the largest single saving open to the Council: a "
     "place in a local special school costs £23,900 a year on average and a place in an independent school £71,300."),
    ("1", "4.", "Background"),
    ("2", "", "Demand"),
    ("p", "4.1", "In January 2026 the Council maintained 2,061 education, health and care (EHC) plans, 9% more than in January 2025. Autism is "
     "the main need in 38% of plans and speech, language and communication in 24%."),
    ("p", "4.2", "57% of new plans were issued within the statutory 20 weeks in 2025. This is better than 48% in 2024 and still short of "
     "what families are entitled to expect."),
    ("2", "", "Places"),
    ("p", "4.3", "Without new places the borough will be 164 places short by September 2027. The Education Strategy put the shortfall at "
     "140; the difference is the growth in early years referrals during 2025."),
    ("p", "4.4", "Table 1 shows the places that are planned and where each stands."),
    ("table", "", "places"),
    ("p", "4.5", "The enlargement of Larkfield School was to open in September 2026. A second bat survey, asked for by the planning "
     "authority in November 2025, moved the planning decision to 12 February 2026. The new block will now open in January 2027. For the "
     "autumn term 2026 up to 16 interim places will be offered at the Tannery Centre."),
    ("p", "4.6", "Tenders for the building work came in above the budget of £9.7m. The reasons are:"),
    ("b", "", "foundations: the ground on the north of the site needs piling (£0.5m);"),
    ("b", "", "prices: eight months of rises in the cost of labour and steel (£0.4m);"),
    ("b", "", "a hydrotherapy pool that was left out of the first design and asked for by the governors (£0.3m)."),
    ("p", "4.7", "The strategy promised five resource bases by September 2026. Three governing bodies have agreed. At Fenwick Park Secondary "
     "the governors voted against in December 2025, and at Millgarth Infants a decision waits for the consultation on a joint governing body."),
    ("2", "", "High needs recovery plan"),
    ("p", "4.8", "The plan has 14 workstreams. It was to be published by the end of December 2025; it was held back so that the new "
     "forecast of places could be used. It reduces spending by £2.3m in 2026/27, rising to £12.3m in 2029/30, when the block comes into "
     "in-year balance. Table 2 shows the path."),
    ("table", "", "deficit"),
    ("p", "4.9", "The plan does not repay the deficit. That depends on what the Government decides before the statutory override ends."),
    ("1", "5.", "Options considered"),
    ("auto", "", "Do nothing. The in-year pressure would reach £12.3m by 2029/30 and more children would travel out of the borough. This is "
     "not recommended."),
    ("auto", "", "Buy places from neighbouring boroughs. Officers asked four; none can offer more than six places from September 2026."),
    ("auto", "", "Build a new special school. A free school bid would take at least five years. Officers will keep the option open and report "
     "back in autumn 2026."),
    ("auto", "", "Enlarge Larkfield School and open resource bases, with interim places meanwhile. This is recommended. Table 3 compares the "
     "costs."),
    ("table", "", "options"),
    ("1", "6.", "Consultation"),
    ("p", "6.1", "Families, schools and neighbours were consulted on the Larkfield enlargement from 6 October to 14 November 2025. Of 217 "
     "replies 71% were in favour. The main concern was traffic on Tenter Lane at the start and end of the day. A travel plan will be agreed "
     "with the school before work starts in May 2026."),
    ("p", "6.2", "The Parent Carer Forum supports the resource bases and asks that each has a trained lead teacher in post a term before it "
     "opens. The Assistant Director for Education and SEND has agreed to this."),
    ("1", "7.", "Equality and climate"),
    ("p", "7.1", "An equality impact assessment is at Appendix 2. The proposals help disabled children most. Children from the Osier Bank and "
     "Northfold wards are more likely than others to be placed out of the borough and will gain most."),
    ("p", "7.2", "The new block will be heated by ground source heat pumps. Shorter journeys will save about 290,000 taxi miles a year."),
    ("1", "8.", "Risk"),
    ("p", "8.1", "The risks are held in the strategic risk register as CE01 (SEND funding), CE02 (SEND transport) and CE04 (sufficiency of "
     "SEND places). The greatest risk to the programme is that building work starts after May 2026."),
    ("p", "8.2", "Contracts for home to school transport are the subject of a separate report in Part 2 of this agenda, because it contains "
     "bidders' prices."),
    ("1", "9.", "Financial implications"),
    ("p", "9.1", "The cumulative deficit on the high needs block is forecast at £18.9m on 31 March 2026, an increase of £6.4m in the year. The "
     "recovery plan brings the block into in-year balance by 2029/30, with a cumulative deficit of £32.7m at that point."),
    ("p", "9.2", "The Larkfield enlargement is now estimated at £10.9m. The capital programme holds £9.7m, of which £8.8m is high needs "
     "capital grant. The further £1.2m would be borrowed at a cost of about £83,000 a year."),
    ("p", "9.3", "The three resource bases cost £640,000 to adapt, within the existing budget. Their running costs are met from the high "
     "needs block and are included in Table 2."),
    ("sign", "", "Financial implications prepared by Keziah Lomax, Senior Finance Business Partner, on behalf of the Director of Finance, "
     "20 February 2026."),
    ("1", "10.", "Legal implications"),
    ("p", "10.1", "Section 27 of the Children and Families Act 2014 requires the Council to keep provision under review. Enlarging a special "
     "school by this number of places is a prescribed alteration and follows the statutory process, which has been completed."),
    ("p", "10.2", "Cabinet must have regard to the public sector equality duty in section 149 of the Equality Act 2010 when it decides."),
    ("sign", "", "Legal implications prepared by Henrietta Vasco, Assistant Director for Legal and Governance and Monitoring Officer, "
     "23 February 2026."),
    ("1", "11.", "Next steps"),
    ("table", "", "steps"),
    ("1", "", "Appendices"),
    ("p", "", "Appendix 1: High needs recovery plan 2026-2030. Appendix 2: Equality impact assessment."),
    ("1", "", "Background papers"),
    ("p", "", "SEND places forecast 2026-2036, published 23 January 2026. Education Strategy 2025-2028, Cabinet, 16 September 2025."),
)  # fmt: skip

PLACES = (
    ("Scheme", "Places", "Strategy (Sept 2025)", "Now", "Where it stands"),
    ("Larkfield School enlargement", "48", "September 2026", "January 2027", "Planning permission granted 12 February 2026"),
    ("Resource base, Saltgate Primary", "8", "September 2026", "September 2026", "Governors agreed 4 December 2025"),
    ("Resource base, Brindle Lane Primary", "8", "September 2026", "September 2026", "Governors agreed 11 December 2025"),
    ("Resource base, Quarry Hill Secondary", "12", "September 2026", "September 2026", "Governors agreed 20 January 2026"),
    ("Resource base, Fenwick Park Secondary", "12", "September 2026", "No date", "Governors voted against"),
    ("Resource base, Millgarth Infants", "8", "September 2026", "No date", "Waits for consultation on governance"),
    ("Total", "96", "", "", ""),
)

# The first row is a label over a merged cell, the second the years under it.
DEFICIT_YEARS = ("2025/26", "2026/27", "2027/28", "2028/29", "2029/30")
DEFICIT = (
    ("In-year pressure before the plan", "6.4", "8.1", "9.6", "11.0", "12.3"),
    ("Savings from the plan", "0.0", "1.9", "4.8", "8.2", "12.3"),
    ("In-year pressure after the plan", "6.4", "6.2", "4.8", "2.8", "0.0"),
    ("Cumulative deficit at 31 March", "18.9", "25.1", "29.9", "32.7", "32.7"),
)

OPTIONS = (
    ("Option", "Cost", "Places by September 2027"),
    ("Do nothing", "No capital cost", "0"),
    ("Neighbouring boroughs", "£31,500 a place a year", "6"),
    ("New special school", "£24m, met by government if the bid succeeds", "0"),
    ("Larkfield and resource bases", "", "76"),
)
OPTION_COSTS = (("Larkfield School", "£10.9m"), ("Resource bases", "£0.64m"), ("Interim places", "£0.38m"))

STEPS = (
    ("Step", "Who", "When"),
    ("Start on site at Larkfield School", "Bertram Oyelaran", "May 2026"),
    ("Consult schools on bands and top-up rates", "Siobhan Tarleton", "June 2026"),
    ("First quarterly report on the recovery plan", "Callum Nwosu", "June 2026"),
    ("Lead teachers in post at three resource bases", "Siobhan Tarleton", "by the end of April 2026"),
    ("Sites for the two remaining bases proposed", "Imelda Corriston", "by the end of September 2026"),
    ("Decision on a free school bid", "Imelda Corriston", "Autumn 2026"),
)
