"""Is everything in the wheel that belongs there, and nothing else? `python .ci/wheel.py WHEEL`, from the tree."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOMS = ("bot", "intents", "data")
KINDS = (".py", ".toml", ".csv", ".txt", ".md")


def expected() -> set[str]:
    """What git knows of the three rooms."""
    listed = subprocess.run(["git", "ls-files", "-z", *ROOMS], capture_output=True, check=True, text=True).stdout
    return {name for name in listed.split("\0") if name}


def main() -> int:
    """Prints what is off; the exit status says whether anything is."""
    with zipfile.ZipFile(Path(sys.argv[1])) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name and not name.endswith("/")}
        licences = [name for name in wheel.namelist() if ".dist-info/licenses/" in name]
    wanted = expected()
    strange = [name for name in wanted if not name.endswith(KINDS)]
    print(
        *(f"of no kind that is packed (package-data in pyproject.toml): {name}" for name in strange), sep="\n", end=""
    )
    found = [f"missing in the wheel: {name}" for name in sorted(wanted - held)]
    found += [f"does not belong in the wheel: {name}" for name in sorted(held - wanted)]
    found += ["missing in the wheel: LICENSE"] if not any(name.endswith("/LICENSE") for name in licences) else []
    print(*found, sep="\n") if found else print(f"{len(held)} files in the wheel, as in the tree")
    return 1 if found or strange else 0


if __name__ == "__main__":
    sys.exit(main())
