"""Timings as medians and as ratios to bare Python: ``make bench``. They decide nothing; README.md shows the last ones."""
