"""A redline written: as markup, for a terminal, as data for programs, as Markdown.

For `to_html` its blocks are put back into trees (`block_trees`) and the words in their marks
(`words_to_html`); `elements` and `block_writer` write them, with `labels` in the reader's language.
`to_text` writes all else.
"""
