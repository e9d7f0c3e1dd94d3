"""Workbook bytes -> sheets that remember sheet and row. Runs only in a parsing child."""
