"""Golden cases, and how those with spans are written."""
