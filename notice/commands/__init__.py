"""One module a command, each with `run(options) -> int`; `arguments` reads what was typed, `load`
the notice.
"""
