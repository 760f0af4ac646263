"""YAML files to the model, every value with its place; others use `read_tree`, `read_notice` and
the model.
"""
