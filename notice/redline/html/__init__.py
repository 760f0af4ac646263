"""A redline as markup: its blocks put back into trees (`block_trees`), the words in their marks
(`words_to_html`), with `labels` in the reader's language; `elements` and `block_writer` write them.
"""
