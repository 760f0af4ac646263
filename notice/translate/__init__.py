"""The translator's work: what changed in the source since a pin, blocks side by side, PO files.

Others use `work_on` in `work`, `facts`, `settle`, `po`, and `source_redline`.
"""
