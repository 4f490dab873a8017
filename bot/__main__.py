"""`python -m bot` is the same program as `mubiao`."""

from bot.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
