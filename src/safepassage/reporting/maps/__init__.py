"""The map: places by role, roads, and flows of people by width, to scale or as a scheme."""
