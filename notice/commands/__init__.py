"""One module a command, each with `add_options(parser)` and `run(options) -> int`; `arguments`
reads what was typed, `load` the notice.
"""
