"""What was agreed and its state. Pure: standard library only."""
