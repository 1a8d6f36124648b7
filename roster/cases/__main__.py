"""``python -m roster.cases``: write the bundled cases anew, a hotline of any size, or a case from real arrivals."""

import argparse
from pathlib import Path

from roster.cases.arrivals import case_from_arrivals
from roster.cases.bundle import write_bundled
from roster.cases.hotline import SHARE_OF_HOURS, write_hotline


def _share(text: str) -> float | str:
    return text if text in SHARE_OF_HOURS else float(text)


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(prog="python -m roster.cases", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    bundled = commands.add_parser("bundled", help="write the bundled cases into the package (the default)")
    bundled.add_argument("--into", type=Path, default=None, help="another folder to write them into")
    hotline = commands.add_parser("hotline", help="a month of a 24-hour hotline")
    hotline.add_argument("folder", type=Path)
    hotline.add_argument("--agents", type=int, default=300, help="20 to 50,000")
    hotline.add_argument("--month", default="2026-10")
    hotline.add_argument("--seed", type=int, default=0)
    hotline.add_argument(
        "--staffing", type=_share, default="ample", help="ample, scarce, bundled or a share of the hours"
    )
    hotline.add_argument("--catalogue", choices=("whole", "core"), default="whole")
    hotline.add_argument("--arrivals", type=Path, help="a CSV of real arrivals that gives the day its shape")
    arrivals = commands.add_parser("arrivals", help="a month's case from a CSV of real arrivals (timestamp, calls)")
    arrivals.add_argument("csv", type=Path)
    arrivals.add_argument("folder", type=Path)
    arrivals.add_argument("--month", required=True, help="like 2026-10")
    arrivals.add_argument("--like", type=Path, help="a case folder whose people and shifts to take")
    arrivals.add_argument("--aht-seconds", type=float, default=180)
    arrivals.add_argument("--job", default="calls")
    arrivals.add_argument("--share", type=float, default=1.0, help="the part of the calls that this centre takes")
    arrivals.add_argument("--country", default="CN")
    arrivals.add_argument("--timezone", default="Asia/Shanghai")
    arguments = parser.parse_args()
    if arguments.command == "hotline":
        write_hotline(
            arguments.folder,
            agents=arguments.agents,
            month=arguments.month,
            seed=arguments.seed,
            staffing=arguments.staffing,
            catalogue=arguments.catalogue,
            arrivals=arguments.arrivals,
        )
    elif arguments.command == "arrivals":
        written = case_from_arrivals(
            arguments.csv,
            arguments.folder,
            month=arguments.month,
            like=arguments.like,
            aht_seconds=arguments.aht_seconds,
            job=arguments.job,
            calls_share=arguments.share,
            country=arguments.country,
            timezone=arguments.timezone,
        )
        print(
            f"{written.folder}: {written.observed_days} days of arrivals, {written.calls:,.0f} calls a month,",
            f"{written.seat_hours:,.0f} seat hours, {written.agents} agents, {written.shifts} shifts",
        )
    else:
        write_bundled(getattr(arguments, "into", None))


if __name__ == "__main__":
    main()
