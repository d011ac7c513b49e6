"""The console command `who-says-how-many`: `python -m analysis`, also in a folder that holds an `analysis.py`."""

import signal


def main() -> None:
    """Run the command line; until its modules are loaded, Ctrl-C ends the process at once."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from analysis.__main__ import main as run

    run()
