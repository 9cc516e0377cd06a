"""The ledger: an append-only journal of events that loses nothing, and can prove that nothing was changed.

`store.EventStore` is the port; `sqlite` and `postgresql` keep it, and only `safepassage.bootstrap` picks one of them.
"""
