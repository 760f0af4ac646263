"""The repository, a built site and a saved page held against the seals and against what this
program makes of the content.

Others call `verify_repository`, `verify_site` and `verify_page`, which yield `Finding`s.
"""
