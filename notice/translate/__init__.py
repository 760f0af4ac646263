"""The translator's work: what changed in the source since a pin, blocks side by side, PO files.

Others use `source_since_pin` in `since_pin`, `section_entries` in `entries`, and `po`.
"""
