"""From records to prose. Pure: no network, no clock."""
