"""The live preview and the editor's dashboard; `serve` in `run` is all that others use."""
