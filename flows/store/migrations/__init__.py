"""How a database of an earlier version becomes one of this version, without losing a row."""
