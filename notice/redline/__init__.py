"""Two texts compared: knows nothing of notices, versions or dates; others use `compare`, and what
writes its result.
"""
