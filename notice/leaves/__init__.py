"""Texts flattened to leaves, and which leaf of the new text is which of the old: knows nothing of
what is said of them.

`leaf_blocks` flatten, `likeness` weighs pairs, `elsewhere` keeps apart what waits for itself,
`clusters` puts together what was divided or joined; `align` leads through these. `moves` look among
what is left.

- A *leaf* is a block with no block inside: a paragraph, an item's text, a heading, a row, the title
  of a section. Its *cells* hold its tokens (a row has several), its *boxes* are what it stands in.
  `key` is its text as it looks, `unnumbered` that without a number before it, `words` the words of
  this alone, `bag` how often each stands there.
- A *cluster* is the leaves that are compared as one: mostly one old and one new.
"""
