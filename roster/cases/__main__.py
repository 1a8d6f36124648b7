"""``python -m roster.cases``: write the bundled cases anew, or a hotline month of any size."""

import argparse
from pathlib import Path

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
    hotline.add_argument("--agents", type=int, default=300, help="20 to 5000")
    hotline.add_argument("--month", default="2026-10")
    hotline.add_argument("--seed", type=int, default=0)
    hotline.add_argument(
        "--staffing", type=_share, default="ample", help="ample, scarce, bundled or a share of the hours"
    )
    hotline.add_argument("--catalogue", choices=("whole", "core"), default="whole")
    hotline.add_argument("--arrivals", type=Path, help="a CSV of real arrivals that gives the day its shape")
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
    else:
        write_bundled(getattr(arguments, "into", None))


if __name__ == "__main__":
    main()
