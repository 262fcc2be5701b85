"""No business words: clock, periods, paging."""
