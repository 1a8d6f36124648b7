"""Every slip that a campaign must find can still be made: what it stands in for has kept its name."""

import pytest
import slips


@pytest.mark.parametrize("name", slips.SLIPS)
def test_a_slip_is_made_and_undone(name):
    before = len(slips._undone)
    with slips.made(name):
        changed = [(owner, attribute, value) for owner, attribute, value in slips._undone[before:]]
        assert changed
        assert all(getattr(owner, attribute) is not value for owner, attribute, value in changed)
    assert len(slips._undone) == before
