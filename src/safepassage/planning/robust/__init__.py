"""Plans that hold: chosen on a sample of futures for their mean or for their worst tenth.

Planning does not simulate: who binds this gives functions that plan, rehearse and simulate.
"""

from safepassage.planning.robust.choosing import Meeting, Request, Tools, choose
from safepassage.planning.robust.worth import Future

__all__ = ["Future", "Meeting", "Request", "Tools", "choose"]
