"""Two texts compared: knows nothing of notices, versions or dates.

Four rooms and what stands between them, each needing only those before it:

1. `words`: which words differ, of two sequences of them.
2. `leaves`: which paragraph, item, heading or row is which, and which of them moved.
3. `result`: what a redline is, as data.
4. `drawing`: both texts as one: what became of words, blocks, tables and sections.
5. `html`: that as markup, with words around the marks.

Others read a text from a file (`markdown_files`), `compare` two, read the `result`, and write it
(`to_html`, `to_text`, with the labels of `html`).

What things are called, from small to large:

- A *token* is a word or a mark of punctuation, with the white space before it; its `key` is how it
  looks. A *hunk* is a place where two sequences of tokens differ: what gave way to what.
- A *leaf* is a block with no block inside: a paragraph, an item's text, a heading, a row, the title
  of a section. Its *cells* hold its tokens (a row has several), its *boxes* are what it stands in.
  `key` is its text as it looks, `unnumbered` that without a number before it, `words` the words of
  this alone, `bag` how often each stands there.
- A *cluster* is the leaves that are compared as one: mostly one old and one new.
- A *passage* is a cell beside the old words that it came from, with the hunks between. Its *runs*
  are stretches of text with one mark: kept, deleted or inserted.
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
