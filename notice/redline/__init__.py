"""Two texts compared: knows nothing of notices, versions or dates.

Four rooms, each on those before it:

1. `words`: which words differ, of two runs of them.
2. `leaves`: which paragraph, item, heading or row is which, and which of them moved.
3. `drawing`: both texts as one: what became of words, blocks, tables and sections.
4. `writing`: that as markup, with words around the marks.

Others read a text from a file (`markdown_files`), `compare` two, read the `result`, and write it
(`to_html`, `to_text`, with the `labels` of `writing`).
"""
