"""Two texts of which the leaves are aligned, drawn as one.

`tables` are aligned by column; `stretches` are sections that are compared as one text. A `passage`
is what became of the words of a leaf or cell (`passages` compare them, `moved_sentences` look at
all of them, `formatting` at what stands around words), a block what became of a leaf
(`diff_blocks`, in the `containers` that stand), and `sections` put blocks under their titles;
`assemble` makes one redline of them, and `flows` say where the text of each section went.
"""
