"""Publish a privacy notice: versioned, multilingual, honest about what changed."""

__version__ = "1.0.0"
