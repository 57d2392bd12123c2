"""Source files to reports: readers by suffix, assembly, statutory tables, corpora."""
