"""The curators' workbench: queries, conflicts, alarms, quarantine, releases, and a page for every record."""
