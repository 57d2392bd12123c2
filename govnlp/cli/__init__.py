"""The command line: one short function a command; everything else is the Python API."""

from __future__ import annotations


def main() -> None:
    """Run the command line; what the package raises on purpose becomes a message and an exit status."""
    from govnlp.cli.app import run

    run()
