"""Charts: static SVG composed of small functions; colours come from the report's style sheet."""
