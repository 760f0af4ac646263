"""Texts flattened to leaves, and which leaf of the new text is which of the old: knows nothing of
what is said of them.

`leaf_blocks` flatten, `likeness` weighs pairs, `elsewhere` keeps apart what waits for itself,
`clusters` puts together what was divided or joined; `align` leads through these. `moves` look among
what is left.
"""
