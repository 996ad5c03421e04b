"""What the workshop costs, as ratios measured in one run: `make bench`."""
