"""Connection, schema and transactions of the graph; the only home of gremlin_python."""
