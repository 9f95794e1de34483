"""The process that parses a part of the files: ``python -m sopkb.core.load.worker``. See :mod:`.workers`."""

from __future__ import annotations

import gc
import pickle
import sys

from sopkb.core.load.document import parse_document
from sopkb.core.load.files import decode
from sopkb.core.load.packed import pack


def main() -> None:
    """Read (key, name, bytes) of many files from standard input, write their packed documents by key."""
    gc.disable()
    done = {key: pack(parse_document(decode(raw), name)) for key, name, raw in pickle.load(sys.stdin.buffer)}
    pickle.dump(done, sys.stdout.buffer, 5)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
