"""Oncotrace: what a biomarker means in a cancer, every sentence with its evidence."""

__version__ = "0.1.0"
