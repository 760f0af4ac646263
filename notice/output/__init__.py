"""A set of files put in place in one step: knows nothing of notices; others use `publish` and
`replace_file`.
"""
