"""Roads from other sources than a map: GMNS folders, TNTP networks, matrices of driving times."""

from safepassage.network.sources.gmns import read_gmns
from safepassage.network.sources.matrix import read_matrix
from safepassage.network.sources.tntp import read_tntp

__all__ = ["read_gmns", "read_matrix", "read_tntp"]
