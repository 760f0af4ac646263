"""Texts cut into words, two sequences of words compared, and written as one: knows nothing of
blocks.

`characters` fold what looks the same, `tokens` cut, `typed_numbers` know what stands before a text;
`sequences` find what two have in common, `hunks` are where they differ, cleaned up for reading in
`diff_words`, sentence by sentence (`sentences`); `runs` write both as one.
"""
