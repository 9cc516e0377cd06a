"""Real streets: graph, conditions, and fastest ways over them by a customisable contraction hierarchy."""
