"""Gross and net seats: what a roster must hold, and what of it is at the phones.

Shrinkage is the share of paid time in which a rostered agent is not at the seat (breaks, training, an hour's
absence). A requirement of n seats at the phones asks for ⌈n/(1−shrinkage)⌉ rostered ones; r rostered ones put
⌊r·(1−shrinkage)⌋ to the phones.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

# 27/(1−0.1) is 30.000000000000004 in floats; a whole number reached to within this share is that number.
ROUNDING_SHARE = 1e-9


def gross_seats(net_seats: ArrayLike, shrinkage: ArrayLike) -> NDArray[np.int64]:
    """Rostered seats so that at least `net_seats` (whole, ≥ 0) are at the phones; `shrinkage` in [0, 1)."""
    rostered = np.divide(net_seats, np.subtract(1.0, shrinkage))
    whole: NDArray[np.int64] = np.ceil(rostered * (1.0 - ROUNDING_SHARE)).astype(np.int64)
    return whole


def net_seats(rostered_seats: ArrayLike, shrinkage: ArrayLike) -> NDArray[np.float64]:
    """Whole seats at the phones of `rostered_seats` (≥ 0); `shrinkage` in [0, 1). As floats."""
    at_phones: NDArray[np.float64] = np.floor(
        np.multiply(rostered_seats, np.subtract(1.0, shrinkage)) * (1.0 + ROUNDING_SHARE)
    )
    return at_phones
