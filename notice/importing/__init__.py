"""An existing notice, from Markdown, HTML or Word files to versions: nothing dropped in silence.

Others use `read_revision` in `revisions`, and `plan_versions` in `plan`.
"""
