"""Rostered seats for seats at the phones, and back, with shrinkage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.load.erlang import service_level
from roster.load.seats import gross_seats, net_seats


@pytest.mark.parametrize(
    ("net", "shrinkage", "gross"),
    [
        (0, 0.3, 0),
        (1, 0.0, 1),
        (9, 0.1, 10),
        (27, 0.1, 30),  # 27 / (1 − 0.1) is 30.000000000000004 in floats
        (7, 0.3, 10),
        (14, 0.3, 20),
        (10, 0.1, 12),  # 11.1
        (28, 0.1, 32),  # 31.1
        (1, 0.5, 2),
    ],
)
def test_rostered_seats_for_seats_at_the_phones(net: int, shrinkage: float, gross: int) -> None:
    assert gross_seats(net, shrinkage) == gross


@given(st.integers(0, 100_000), st.integers(0, 99))
def test_gross_seats_are_the_fewest_that_put_enough_to_the_phones(net: int, percent: int) -> None:
    # In whole numbers: the fewest r with r·(100 − percent) ≥ 100·n.
    fewest = -(-100 * net // (100 - percent))
    assert gross_seats(net, percent / 100) == fewest
    assert net_seats(fewest, percent / 100) == fewest * (100 - percent) // 100 >= net


def test_service_of_rostered_seats_is_that_of_the_seats_at_the_phones() -> None:
    common = {"interval_minutes": 30, "seconds": 20}
    gross = service_level(100, 180, np.array([19, 20, 21]), shrinkage=0.3, **common)
    # 13.3, 14.0 and 14.7 agents at the phones are 13, 14 and 14.
    assert gross == pytest.approx(service_level(100, 180, np.array([13, 14, 14]), **common))
