"""The vault: what is personal, sealed per person, apart from the ledger; off unless somebody switches it on.

Nothing else needs it. Who has no record here is registered, boarded and counted under a token like everybody.
"""
