"""Two texts of which the leaves are aligned, drawn as one.

In this order: `tables` are aligned by column. A `passage` is what became of the words of a leaf or
cell: `passages` compare them, `stretches` align sections that are compared as one text and hold
their passages, `moved_sentences` look at all of these, `formatting` at what stands around words.
A block is what became of a leaf (`diff_blocks`), in the `containers` that still stand. `sections`
put the blocks of a stretch under their titles, `flows` say where the text of each section went, and
`assemble` makes one redline of them.
"""
