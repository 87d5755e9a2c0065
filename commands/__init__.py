"""The commands of `qiyue`, a file for each family of them; cli.py puts them together. They alone print and exit."""
