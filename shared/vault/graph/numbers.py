"""Whole numbers on their way to the database: 32 bits where they fit, else 64."""

from typing import Any

from gremlin_python.driver.serializer import GraphBinarySerializersV1
from gremlin_python.structure.io.graphbinaryV1 import GraphBinaryWriter, IntIO, LongIO

from vault.graph.graphbinary import FastReader

INT32_RANGE = range(-(2**31), 2**31)


class WholeNumber:
    """Writes a Python int; gremlinpython by itself takes every one for 32 bits, and fails on epoch milliseconds."""

    @classmethod
    def dictify(cls, number: int, writer: Any, to_extend: Any, *rest: Any) -> Any:
        """Append the number in GraphBinary."""
        return (IntIO if number in INT32_RANGE else LongIO).dictify(number, writer, to_extend, *rest)


def create_serializer() -> GraphBinarySerializersV1:
    """GraphBinary 1.0 with whole numbers of both sizes, read the short way."""
    return GraphBinarySerializersV1(reader=FastReader(), writer=GraphBinaryWriter({int: WholeNumber}))
