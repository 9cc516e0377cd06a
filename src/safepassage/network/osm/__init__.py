"""OpenStreetMap extracts: read into a graph of streets for one kind of vehicle."""
