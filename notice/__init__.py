"""Publish a privacy notice: versioned, multilingual, honest about what changed."""

__version__ = "0.1.0"
