"""Distributions of one module, made for tests of set-up, and what the Makefile says to install them with."""

import re
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def wheel(folder: Path, name: str, version: str, *, asks: str = "", code: str = "") -> Path:
    """A distribution of one module."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    meta = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{asks}"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}.py", code)
        file.writestr(f"{info}/METADATA", meta)
        file.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{info}/RECORD", "")
    return path


def install_arguments() -> list[str]:
    """The Makefile's arguments to Python for installing: what the two commands of the README use."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (install,) = re.findall(r"^INSTALL := \$\(BIN\)/python (.*)$", makefile, re.MULTILINE)
    assert "$(INSTALL) --require-hashes -r requirements/runtime.txt" in makefile
    return install.split()
