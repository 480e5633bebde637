"""Where the `markpoint` command begins."""

import gc
import io
import sys


def main() -> None:
    """Run the command; a character that the terminal cannot show is replaced rather than fatal.

    What is loaded here stays until the end. Looking through it for what is no longer used took a tenth of the start.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    gc.disable()
    from service.cli import app

    gc.freeze()
    gc.enable()
    app()
