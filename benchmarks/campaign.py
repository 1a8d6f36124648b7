"""All tables of benchmarks/README.md from one campaign: each block is its command's output, with date and machine.

    python -m benchmarks.campaign [--only WORD] [--instances FOLDER] [--page FILE]

The page is its own list: a block between `<!-- measured: COMMAND -->` and `<!-- end -->` is written anew by that
command as soon as it ends, so an interrupted campaign keeps what it has. Whatever was not measured is removed, unless
`--only` (a word in the command) asks for some blocks alone. `INSTANCES` in a command stands for the folder given.
"""

import argparse
import os
import platform
import re
import resource
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
BLOCK = re.compile(r"(?P<head><!-- measured: (?P<command>[^\n]+?) -->\n)(?P<body>.*?)(?P<tail><!-- end -->)", re.DOTALL)
UNMEASURED = "Not measured in the last campaign.\n"
PLACE = "INSTANCES"


def commands(page):
    """The page's commands in their order."""
    return [match["command"] for match in BLOCK.finditer(page)]


def with_block(page, command, body):
    """The page with what a command's block holds."""
    return BLOCK.sub(
        lambda match: f"{match['head']}{body}{match['tail']}" if match["command"] == command else match[0], page
    )


def words(command, instances):
    """What to run: `roster` and `python` are this installation's own."""
    first, *rest = shlex.split(command)
    replaced = [str(instances) if word == PLACE else word.replace(f"{PLACE}/", f"{instances}/") for word in rest]
    if first == "roster":
        return [sys.executable, "-c", "from api.cli.start import run; run()", *replaced]
    if first == "python":
        return [sys.executable, *replaced]
    raise ValueError(f"{command}: begins with neither roster nor python")


def measured(command, instances):
    """A block: the command, when and where it ran, and what it printed."""
    loads, spent, began = [os.getloadavg()[0]], children_seconds(), datetime.now(UTC)
    ran = subprocess.run(words(command, instances), cwd=HERE.parent, capture_output=True, text=True, check=False)
    took = (datetime.now(UTC) - began).total_seconds()
    loads.append(os.getloadavg()[0])
    where = (
        f"{began:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({processor()}), load {loads[0]:.1f} before and "
        f"{loads[1]:.1f} after; {took:.0f} s, of which the machine gave {children_seconds() - spent:.0f} CPU s."
    )
    output = ran.stdout.strip() or "(nothing was printed)"
    if ran.returncode:
        output += f"\n\nEnded with exit code {ran.returncode}."
    shown = command.replace(f"{PLACE}/", "")
    return f"\n    {shown}\n\n{where}\n\n{output}\n\n", ran.returncode


def children_seconds():
    """Processor seconds of all the children that have ended."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def processor():
    """The processor's name, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="WORD", help="commands that hold it, the others as they are")
    parser.add_argument("--instances", type=Path, help="the folder of the standard instances")
    parser.add_argument("--page", type=Path, default=HERE / "README.md")
    given = parser.parse_args()
    page = given.page.read_text(encoding="utf-8")
    wanted = [command for command in commands(page) if given.only in command]
    for command in wanted if not given.only else ():
        page = with_block(page, command, UNMEASURED)
    worst = 0
    for number, command in enumerate(wanted, start=1):
        print(f"{number} of {len(wanted)}: {command}", file=sys.stderr, flush=True)
        if PLACE in command and given.instances is None:
            print("left out: give --instances", file=sys.stderr)
            continue
        body, code = measured(command, given.instances)
        worst = max(worst, code)
        page = with_block(page, command, body)
        beside = given.page.with_suffix(".new")
        beside.write_text(page, encoding="utf-8")
        beside.replace(given.page)
    sys.exit(1 if worst else 0)


if __name__ == "__main__":
    main()
