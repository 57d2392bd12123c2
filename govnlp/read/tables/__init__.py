"""Statutory tables: where they stand, what is printed in them, and the cells of the printed format."""
