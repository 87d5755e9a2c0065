"""What the stages of a parse hand on to each other: data only, no I/O, no patterns."""
