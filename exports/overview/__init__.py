"""An overview for people: at a terminal, as a page, as a picture."""
