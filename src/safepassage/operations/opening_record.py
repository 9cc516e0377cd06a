"""What the opening record asks, and where each question comes from.

The sources, named in short below:

- Geneva Convention IV (1949), articles 17 and 49; Additional Protocol II (1977), article 17: who may be brought out of
  a besieged place, and that nobody may be made to leave but for their own security or imperative military reasons.
- Guiding Principles on Internal Displacement (UN, E/CN.4/1998/53/Add.2, 1998), by number of the principle.
- IASC Operational Guidelines on the Protection of Persons in Situations of Natural Disasters (2011), A.1.
- Syria Protection Cluster, Minimum Standards for Participation in Humanitarian Inter-Agency Evacuations (2014).
- UNHCR, Humanitarian Evacuations in Violence and Armed Conflict (2016), with its checklist in annex I.
- Sphere Handbook (2018), protection principles; ICRC Professional Standards for Protection Work (third edition, 2018).
- ICRC Handbook on Data Protection in Humanitarian Action (second edition, 2020); IASC Operational Guidance on Data
  Responsibility (2021).

The questions are ours; they say in few words what these texts ask at length, and do not replace them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from safepassage.domain.live.opening import CheckItem, Section


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the record and its source; if it `must` be, no answer but yes opens an operation."""

    text: str
    source: str
    must: bool = True


SECTIONS: Mapping[Section, Question] = MappingProxyType(
    {
        Section.LAST_RESORT: Question(
            "Why must people leave, and why now? What happens to them if they stay?",
            "UNHCR 2016, a last resort; Sphere 2018; ICRC 2018",
        ),
        Section.ALTERNATIVES: Question(
            "What was tried or weighed instead (a pause in the fighting, aid brought in, care on the spot, presence), "
            "and why is it not enough?",
            "Guiding Principles 1998, principle 7.1",
        ),
        Section.LEGAL_BASIS: Question(
            "On what law and which decision of whom does it rest?",
            "Geneva Convention IV 1949, articles 17 and 49; Additional Protocol II 1977, article 17",
        ),
        Section.FREE_CHOICE: Question(
            "How does each adult decide freely, knowing what awaits them, and what is done for those who stay?",
            "Guiding Principles 1998, principles 7.3, 14 and 15; IASC 2011, A.1",
        ),
        Section.MINIMUM_STANDARDS: Question(
            "Which standards of safety, food, water, health and shelter hold on the way and on arrival?",
            "Guiding Principles 1998, principle 7.2; Syria Protection Cluster 2014",
        ),
        Section.GUARANTEES: Question(
            "What did each party guarantee, how, and who watches over it? What did none of them guarantee?",
            "Syria Protection Cluster 2014; UNHCR 2016",
        ),
        Section.RISKS: Question(
            "What can go wrong for people on the way, at checks and on arrival, and what is done about it?",
            "UNHCR 2016, decisions on evidence",
        ),
        Section.RETURN_AND_PROPERTY: Question(
            "How can people come back, and what becomes of their homes and documents?",
            "Guiding Principles 1998, principles 20, 21, 28 and 29",
        ),
        Section.DATA_PROTECTION: Question(
            "Which data of people are kept, why, where, for how long; what could harm them if it were taken?",
            "ICRC 2020, impact assessments; IASC 2021",
        ),
    }
)
"""What must be said in words."""

CHECKLIST: Mapping[CheckItem, Question] = MappingProxyType(
    {
        CheckItem.ALTERNATIVES_EXPLORED: Question(
            "Were all feasible alternatives explored?", "Guiding Principles 1998, principle 7.1"
        ),
        CheckItem.MAY_STAY: Question("May everybody stay who wants to?", "Guiding Principles 1998, principle 6"),
        CheckItem.STAYERS_PROTECTED: Question(
            "Do the parties know that those who stay are protected as before, and go on getting aid?",
            "Geneva Convention IV 1949; Syria Protection Cluster 2014",
        ),
        CheckItem.ASKED_THEMSELVES: Question(
            "Were those concerned asked, women among them?", "Guiding Principles 1998, principle 7.3"
        ),
        CheckItem.FAMILIES_TOGETHER: Question(
            "Is it certain that families are not separated?", "Guiding Principles 1998, principles 7.2 and 17"
        ),
        CheckItem.PARTIES_AGREED: Question(
            "Has every party that holds a part of the way agreed?", "Syria Protection Cluster 2014"
        ),
        CheckItem.SCREENING_AGREED: Question(
            "Is it agreed who screens, how, and what becomes of those taken aside?", "UNHCR 2016, annex I", must=False
        ),
        CheckItem.ROADS_ASSESSED: Question(
            "Were the roads assessed for explosive ordnance?", "UNHCR 2016, annex I", must=False
        ),
        CheckItem.MEDICAL_CARE: Question(
            "Is there medical care at boarding, on the way and on arrival?", "Guiding Principles 1998, principle 7.2"
        ),
        CheckItem.RECEPTION_READY: Question(
            "Has every destination confirmed that it has room?", "Guiding Principles 1998, principle 7.2"
        ),
        CheckItem.SUSPENSION_PLANNED: Question(
            "Is it decided what each convoy does if the agreement breaks?", "UNHCR 2016, annex I"
        ),
        CheckItem.OBSERVERS_PRESENT: Question(
            "Are independent observers at boarding, checks and arrival?", "Syria Protection Cluster 2014", must=False
        ),
        CheckItem.COMPLAINTS_HEARD: Question("Can people complain, and to whom?", "Sphere 2018", must=False),
        CheckItem.FOLLOW_UP_PLANNED: Question(
            "Is somebody there to ask after 7 and 30 days how people are?", "UNHCR 2016, annex I", must=False
        ),
        CheckItem.LEAST_DATA: Question("Is nothing kept of people that is not needed?", "ICRC 2020; IASC 2021"),
        CheckItem.DATA_SEIZURE_TRIED: Question(
            "Was it tried what somebody learns who takes the machines away?", "IASC 2021", must=False
        ),
    }
)
"""What must be answered; an item that need not be so wants a note where it is not."""
