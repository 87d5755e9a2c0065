"""Reports for people and other programs."""
