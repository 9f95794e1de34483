"""``python -m sopkb_bench``: the same as ``kb bench``."""

import sys

from sopkb_bench import main

sys.exit(main(sys.argv[1:]))
