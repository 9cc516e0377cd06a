"""Sections of the report: each turns measures into the words, tables and drawings of one part."""
