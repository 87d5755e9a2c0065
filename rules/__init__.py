"""Rules: knowledge as data. Nothing is imported from here."""
