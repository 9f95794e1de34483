"""``python -m sopkb`` is the console command ``kb``."""

import sys

from sopkb.cli import main

if __name__ == "__main__":
    sys.exit(main())
