"""Apache TinkerPop's Gremlin Server, in the place of Amazon Neptune."""
