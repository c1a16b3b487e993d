"""`python -m longseal` is the command `longseal`, which the wheel brings along."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path


def command() -> Path:
    """Where the command is: beside the other scripts of this environment, or of the user."""
    name = "longseal" + (sysconfig.get_config_var("EXE") or "")
    schemes = [sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user")]
    places = [sysconfig.get_path("scripts", scheme) for scheme in schemes]
    # `pip install --target` puts scripts beside the packages.
    places.append(str(Path(__file__).resolve().parents[1] / "bin"))
    for place in places:
        path = Path(place, name)
        if path.is_file():
            return path
    raise SystemExit("longseal: this installation has no command; `cargo xtask wheel` builds a wheel that has it")


def main() -> int:
    """Runs the command in place of this process where that can be done."""
    path = command()
    arguments = [str(path), *sys.argv[1:]]
    if os.name == "posix":
        os.execv(path, arguments)
    return subprocess.run(arguments, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
