"""The store: the only folder that speaks SQL. Frames and frozen dataclasses cross its border, never rows of a
session."""
