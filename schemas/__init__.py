"""Shapes and words: what crosses from room to room. No I/O, no decisions."""
