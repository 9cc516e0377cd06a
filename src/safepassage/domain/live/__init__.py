"""What only a live operation knows: facts that people report, and the state that follows from them."""

from safepassage.domain.live.access import ACCESS_FACTS
from safepassage.domain.live.agreement import AGREEMENT_FACTS
from safepassage.domain.live.convoys import CONVOY_FACTS
from safepassage.domain.live.incidents import INCIDENT_FACTS
from safepassage.domain.live.movements import MOVEMENT_FACTS
from safepassage.domain.live.opening import OPENING_FACTS
from safepassage.domain.live.people import PEOPLE_FACTS
from safepassage.domain.live.publishing import PUBLISHING_FACTS
from safepassage.domain.live.reception import RECEPTION_FACTS
from safepassage.domain.live.vault import VAULT_FACTS
from safepassage.domain.live.vehicles import VEHICLE_FACTS

LIVE_FACTS = (
    ACCESS_FACTS
    + PEOPLE_FACTS
    + VEHICLE_FACTS
    + AGREEMENT_FACTS
    + MOVEMENT_FACTS
    + OPENING_FACTS
    + CONVOY_FACTS
    + INCIDENT_FACTS
    + RECEPTION_FACTS
    + VAULT_FACTS
    + PUBLISHING_FACTS
)
"""All kinds of facts that the rehearsal's engine does not know."""
