"""Texts cut into words, two sequences of words compared, and written as one: knows nothing of
blocks.

`characters` fold what looks the same, `tokens` cut, `typed_numbers` know what stands before a text;
`sequences` find what two have in common, `hunks` are where they differ: found in `first_hunks`,
cleaned up for reading in `diff_words`, sentence by sentence (`sentences`). `formatting` is what
changed around words that stayed, `runs` write both as one.

- A *token* is a word or a mark of punctuation, with the white space before it; its `key` is how it
  looks.
- A *hunk* is a place where two sequences of tokens differ: what gave way to what.
- A *run* is a stretch of text with one mark: kept, deleted or inserted.
"""
