"""Checks that find what is wrong in a release, one subject a file; ``run.CHECKS`` lists them."""
