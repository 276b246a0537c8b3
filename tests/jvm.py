"""How the tests run the Java virtual machine of the graph."""

import os


def compile_less() -> None:
    """Have every JVM that is started from here use its quick compiler alone, which is what a short life pays for.

    In a JVM that lives for minutes, the optimizing compiler takes about as much CPU time as all requests together.
    """
    os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
