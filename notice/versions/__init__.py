"""Versions in time: editions for a day, pins, GDPR items, seals, and the overview of all of it."""
