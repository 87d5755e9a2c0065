"""The filter language of `qiyue find`: words -> tree -> conditions over the tables. See docs/search.md."""
