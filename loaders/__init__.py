"""From source files to records, and from records to a release."""
