"""Two texts compared: what became of words, blocks, tables and sections. Knows nothing of notices,
versions or dates.

Four rooms compare texts, each needing only those before it:

1. `words`: which words differ, of two sequences of them.
2. `leaves`: which paragraph, item, heading or row is which, and which of them moved.
3. `redline`: both texts as one, and what that is as data.
4. `redline_formats`: that as markup, with words around the marks, or as text.

Here `markdown_files` reads texts from files, and `compare` leads through the rest, in this order:
`tables` are aligned by column. A `passage` is what became of the words of a leaf or cell:
`passages` compare them, `stretches` align sections that are compared as one text and hold their
passages, `moved_sentences` look at all of these. A passage counts its words. A block is what became
of a leaf: `diff_blocks` say what else changed about it, and put it in the `containers` that still
stand. `sections` put the blocks of a stretch under their titles,
`flows` say where the text of each section went, and `assemble` makes the `result` of them.

What things are called, from small to large; tokens, hunks and runs are explained in `words`, leaves
and clusters in `leaves`:

- A *passage* is a cell beside the old words that it came from, with the hunks between.
- A *block* is a leaf of the redline: what became of it, and its words with their marks.
- A *part* is a section of one of the texts; a section of the redline is a `SectionChange`.
- A *stretch* is the sections that are aligned as one, between two that both texts surely have.

An example: a section "Contact" says "We answer in ten days." over the items "post" and "fax", and
later "We answer in five days." over "post".

1. `flatten` makes four leaves and three: the title, the paragraph, the items.
2. `align` clusters the titles, the paragraphs and "post"; `moved_leaves` looks for "fax", in vain.
3. `compare_words` returns one hunk for the paragraph: "ten" gave way to "five".
4. `draw` makes a changed block of it and a kept one of "post", `draw_one_sided` a removed one of
   "fax", for which `Containers` finds the list that still stands.
5. `assemble` numbers the two changed blocks of the section, and counts.
6. `BlockWriter` writes `<p class="changed">We answer in <del>ten</del><ins>five</ins> days.</p>`.

What moved is looked for where nothing before has said what became of it:

1. Sections: where ids say which is which the old ones are put in the new order (`merged`).
2. Columns of a table: `tables`.
3. Leaves that stand in the other text are kept for themselves while others are paired
   (`elsewhere`); those that have no partner in the end are looked for everywhere (`moves`).
4. Sentences of what is gone and new still, in whatever block (`moved_sentences`).
5. Sections again, where ids say nothing, by where their titles and texts went (`flows`).
"""
