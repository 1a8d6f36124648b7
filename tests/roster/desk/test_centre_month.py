"""The simulated month runs through, holds what must hold, and is the same for the same seed."""

from big_world import big_case

from examples.centre_month import simulate


def test_a_month_of_a_small_centre_passes():
    case, roster = big_case(28, 1, {"max_grade_gap": 2})
    figures = simulate(case, roster, seed=3, a_day=0.01, every=7)
    assert figures.broken == []
    assert figures.asked["swap"] > 10
    assert figures.ended["swap: effective"] > 0
    assert figures.refused_by
    assert figures.decision_hours["leave"]
    assert figures.register >= figures.ended["swap: effective"]
    assert figures.wishes
    assert min(figures.duty_days[name] for name in ("meetings", "permits", "roll calls", "hand-overs")) > 0
    report = "\n".join(figures.lines())
    assert f"swap: {figures.ended['swap: effective']} of " in report
    assert "SWAP-" in report
