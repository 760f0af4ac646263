"""Two texts compared: knows nothing of notices, versions or dates; others use `compare`, and what
writes its result.

The way of a text, module by module, each on those before it:

1. Read: `markdown_files` (where it is a file), `characters`, `tokens`, `typed_numbers`,
   `leaf_blocks`.
2. Which leaf is which: `sequences`, `likeness`, `elsewhere`, `clusters`, `align`, `tables`;
   `stretches` are the sections that are aligned as one text.
3. Which words differ: `hunks`, `sentences`, `diff_words`, `passage`, `passages`; what stands
   elsewhere now: `moves`, `moved_sentences`.
4. What a change is, as data: `runs`, `containers`, `diff_blocks`, `sections`, `assemble`, `result`;
   `compare` leads through 1 to 4.
5. Written: `labels`, `block_trees`, `words_to_html`, `elements`, `block_writer`, `to_html`, or
   `to_text`.
"""
