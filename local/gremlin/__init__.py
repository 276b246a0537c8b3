"""Apache TinkerPop's Gremlin Server, in place of Amazon Neptune."""
