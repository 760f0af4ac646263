"""A redline written: as markup, for a terminal, as data for programs, as Markdown.

For `to_html` its blocks are put back into trees (`block_trees`) and the words in their marks
(`words_to_html`); `block_writer` writes them, folds what stayed and says with `labels`, in the
reader's language, what became of each; `elements` knows its tags, classes and ids.
`to_text` writes all else.
"""
