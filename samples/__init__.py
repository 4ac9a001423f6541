"""A small fictional borough's papers, and the script that builds them."""
