"""Running ``kb`` where something that it needs is missing: room on the disk, the right to read or to write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import CHECKOUT

# Set in the child before kb starts. A limit on the size of files fails a write in the middle, as a full disk does.
FULL_DISK = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
# Root passes by every mode bit, but not without two capabilities (24: PR_CAPBSET_DROP; 1, 2: CAP_DAC_OVERRIDE and
# CAP_DAC_READ_SEARCH). Anybody else never had them.
NO_POWERS = "import ctypes; [getattr(ctypes.CDLL(None), 'prctl', max)(24, power, 0, 0, 0) for power in (1, 2)]"
THEN_KB = "; import os, sys; os.execv(sys.executable, [sys.executable, '-m', 'sopkb', *sys.argv[1:]])"


def kb_after(prelude: str, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``kb`` in a process that first does what the prelude says."""
    return subprocess.run(
        [sys.executable, "-c", prelude + THEN_KB, *arguments],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "tools"), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
