"""Files beside a scenario that speak of its streets: closures, areas, risk, speeds, chosen ways, and routes."""
