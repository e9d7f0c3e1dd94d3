"""One module a step; the newest is what flows/store/tables.py describes (held by a test)."""
