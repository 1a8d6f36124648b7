"""The pinned sets: whole for every Python and system that the README names, equal where they overlap, no addresses."""

import re
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import Distribution, distributions
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from wheels import install_arguments, wheel

ROOT = Path(__file__).parent.parent
SETS = {name: (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in ("runtime", "dev")}
EXTRAS = {"runtime": {"build"}, "dev": {"build", "dev", "postgres", "oidc"}}
PYTHONS = ("3.11.7", "3.12.1", "3.13.0", "3.14.0")
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
MACHINES = {"linux": ("x86_64", "aarch64"), "macos": ("x86_64", "arm64"), "windows": ("AMD64", "ARM64")}
ENVIRONMENTS = [
    pytest.param(
        {"python_version": python[:4], "python_full_version": python, "platform_machine": machine} | SYSTEMS[system],
        id=f"{python[:4]}-{system}-{machine}",
    )
    for python, system in product(PYTHONS, SYSTEMS)
    for machine in MACHINES[system]
]


def pins(text: str, environment: dict[str, str]) -> dict[str, str]:
    """The version of each distribution that a set gives in an environment; the same name twice is a fault."""
    versions: dict[str, str] = {}
    for line in re.findall(r"^([A-Za-z0-9].*?)\s*\\?$", text, re.MULTILINE):
        pinned = Requirement(line)
        if pinned.marker is None or pinned.marker.evaluate(environment):
            assert canonicalize_name(pinned.name) not in versions
            (version,) = pinned.specifier
            assert version.operator == "=="
            versions[canonicalize_name(pinned.name)] = version.version
    return versions


def wanted(extras: set[str], environment: dict[str, str]) -> list[tuple[str, Requirement]]:
    """Who asks for what, through all that is asked for, by the metadata of what is installed here."""
    installed: dict[str, Distribution] = {canonicalize_name(one.metadata["Name"]): one for one in distributions()}
    asks: list[tuple[str, Requirement]] = []
    seen: set[tuple[str, str]] = set()
    waiting = [("roster-desk", extra) for extra in ("", *sorted(extras))]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen or name not in installed:
            continue
        seen.add((name, extra))
        for line in installed[name].requires or ():
            asked = Requirement(line)
            if asked.marker is None or asked.marker.evaluate({**environment, "extra": extra}):
                asks.append((name, asked))
                waiting += [(canonicalize_name(asked.name), further) for further in ("", *asked.extras)]
    return asks


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("name", SETS)
def test_a_set_holds_all_that_is_asked_for(name, environment):
    if not any(distribution.metadata["Name"] == "roster-desk" for distribution in distributions()):
        pytest.skip("the project is not installed here")
    have = pins(SETS[name], environment)
    asks = wanted(EXTRAS[name], environment)
    assert len(asks) > 60
    missing = [
        f"{who} asks for {asked}"
        for who, asked in asks
        if not asked.specifier.contains(have.get(canonicalize_name(asked.name), "0.0.0.dev0"), prereleases=True)
    ]
    assert missing == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_sets_agree(environment):
    runtime, dev = (pins(SETS[name], environment) for name in ("runtime", "dev"))
    assert {name: dev[name] for name in runtime} == runtime


@pytest.mark.parametrize("name", SETS)
def test_every_pin_has_hashes_and_no_address(name):
    assert "://" not in SETS[name]
    blocks = re.split(r"\n(?=[A-Za-z0-9])", SETS[name].strip())
    assert len(blocks) > 60
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_set_up_takes_the_pinned_releases_whatever_came_after(tmp_path):
    """As when a dependency's extra asks for a release made since: with resolution on, set-up took it or broke."""
    index = tmp_path / "index"
    index.mkdir()
    asks = 'Provides-Extra: toml\nRequires-Dist: beta>=2; extra == "toml"\n'
    good = [wheel(index, "alpha", "1.0", asks="Requires-Dist: beta[toml]\n"), wheel(index, "beta", "1.0", asks=asks)]
    for name in ("alpha", "beta"):
        wheel(index, name, "2.0", asks="Requires-Dist: nowhere-to-be-had\n", code="raise ImportError('broken release')")
    pinned = tmp_path / "pinned.txt"
    pinned.write_text(
        "".join(
            f"{path.name.split('-')[0]}==1.0 \\\n    --hash=sha256:{sha256(path.read_bytes()).hexdigest()}\n"
            for path in good
        )
    )
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    only_here = ["--no-index", "--find-links", str(index)]
    subprocess.run([python, *install_arguments(), *only_here, "--require-hashes", "-r", pinned], check=True)
    got = subprocess.run([python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True)
    assert {line for line in got.stdout.split() if line.startswith(("alpha", "beta"))} == {"alpha==1.0", "beta==1.0"}
    subprocess.run([python, "-c", "import alpha, beta"], check=True)
