"""The event table again as Parquet: by family and month, sorted by customer and time, disposable."""
