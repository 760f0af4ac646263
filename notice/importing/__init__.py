"""An existing notice, from Markdown, HTML or Word files to versions: nothing dropped in silence.

Others use `read_revisions` in `revisions`, and `new_versions` and `added_language` in `plan`.
"""
