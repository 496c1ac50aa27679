"""What words mean: classes, properties, shapes, prefixes, evidence scales and rules."""
