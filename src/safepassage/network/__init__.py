"""Roads: the graph, and fastest ways that respect crossings."""
