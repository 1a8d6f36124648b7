"""The table of a campaign: medians, gaps, ratios and what is missing."""

from roster.bench.shift24.table import BEST_KNOWN, MeasuredInstance, as_json_rows, as_markdown, best_known, entries


def run(solver, objective, *, instance="Instance1", seed=0, bound=None, first=None, best=None):
    return MeasuredInstance(instance, solver, seed, 10.0, objective, bound, first, best)


def test_the_best_known_list_is_complete():
    assert sorted(BEST_KNOWN) == list(range(1, 25))
    assert (best_known("Instance1"), best_known("Instance13"), best_known("Instance24")) == (607, 1348, 42463)
    assert best_known("Instance25") is None
    assert best_known("Ward1") is None


def test_the_middle_of_three_seeds_counts():
    (entry,) = entries([run("roster", 700, seed=0), run("roster", 607, seed=1), run("roster", 650, seed=2)])
    assert (entry.middle.objective, entry.middle.seed, entry.seeds) == (650, 2, 3)


def test_a_run_without_a_roster_is_the_worst():
    (entry,) = entries([run("roster", None, seed=0), run("roster", 607, seed=1), run("roster", 650, seed=2)])
    assert entry.middle.objective == 650
    (entry,) = entries([run("roster", None, seed=0), run("roster", None, seed=1), run("roster", 650, seed=2)])
    assert entry.middle.objective is None


def test_gap_is_to_the_best_known_and_ratio_to_ours():
    ours, peer = entries([run("roster", 607), run("cpsat", 1214)])
    assert (ours.gap, ours.ratio) == (0.0, None)
    # 1214 / 607, and (1214 - 607) / 607
    assert (peer.gap, peer.ratio) == (1.0, 2.0)


def test_the_distance_to_the_bound_is_in_parts_of_the_objective():
    proven, open_, unbounded, nothing = entries(
        [
            run("roster", 607, bound=607),
            run("cpsat", 1214, bound=607),
            run("timefold", 900),
            run("highs", None, bound=600),
        ]
    )
    assert (proven.proven_gap, open_.proven_gap) == (0.0, 0.5)
    assert (unbounded.proven_gap, nothing.proven_gap) == (None, None)


def test_without_ours_or_a_roster_there_is_no_ratio():
    assert [entry.ratio for entry in entries([run("cpsat", 700)])] == [None]
    assert [entry.ratio for entry in entries([run("roster", 607), run("cpsat", None)])] == [None, None]
    # Another instance's roster is no measure.
    assert [entry.ratio for entry in entries([run("roster", 607), run("cpsat", 900, instance="X")])] == [None, None]


def test_the_table_says_what_was_proven_and_what_is_missing():
    table = as_markdown([run("roster", 607, bound=606.5, first=0.04, best=1.25), run("highs", None)])
    assert table.splitlines()[2:] == [
        "| Instance1 | roster | 10 | 607 | 606.5 | 0.1% | 0.0 | 1.2 | 607 | 0.0% | – | – |",
        "| Instance1 | highs | 10 | – | – | – | – | – | 607 | – | – | – |",
    ]


def test_json_holds_the_same():
    assert as_json_rows([run("roster", 614, bound=600)]) == [
        {
            "instance": "Instance1",
            "solver": "roster",
            "seeds": 1,
            "limit_seconds": 10.0,
            "objective": 614,
            "bound": 600,
            "seconds_first": None,
            "seconds_best": None,
            "best_known": 607,
            "gap": 7 / 607,
            "proven_gap": 14 / 614,
            "ratio": None,
            "ended": "",
        }
    ]
