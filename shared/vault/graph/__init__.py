"""The graph: connection, schema, and the one way to read and to write. The only home of gremlin_python."""
