"""The negotiator's page: what each term is worth. It is a document of its own, and no part of the report."""
