"""What a command ends with."""

FINE, PROBLEMS, MISUSE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
