"""What the sample papers say, a module or two a paper. All of it is invented."""
