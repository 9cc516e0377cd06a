"""Scenario folders and workbooks to and from the domain, and every check on them."""
