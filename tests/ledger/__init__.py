"""Hand labels of real papers: what in them is an entry of the ledger and what only sounds like one, and how readings compare with them."""
