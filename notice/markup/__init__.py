"""Markdown to a tree, the tree to HTML and plain text; others use `parse` and what `tree` has."""
