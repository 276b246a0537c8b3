"""Serialize integers in 32 bits where they fit, else in 64."""

from gremlin_python.driver.serializer import GraphBinarySerializersV1
from gremlin_python.structure.io.graphbinaryV1 import GraphBinaryWriter, IntIO, LongIO

from vault.graph.graphbinary import FastReader

INT32_RANGE = range(-(2**31), 2**31)


class WholeNumber:
    """Replaces gremlinpython's writer, which takes every int for 32 bits and fails on epoch milliseconds."""

    @classmethod
    def dictify(cls, number: int, writer: object, to_extend: object, *rest: object) -> object:
        return (IntIO if number in INT32_RANGE else LongIO).dictify(number, writer, to_extend, *rest)


def create_serializer() -> GraphBinarySerializersV1:
    return GraphBinarySerializersV1(reader=FastReader(), writer=GraphBinaryWriter({int: WholeNumber}))
