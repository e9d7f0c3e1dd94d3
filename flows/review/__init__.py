"""Clerical review: the queue goes out to people, and their decisions come back."""
