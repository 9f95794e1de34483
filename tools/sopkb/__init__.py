"""An SOP knowledge base as code: records are loaded, checked, indexed, searched and published.

Read the packages in the order of ``docs/reference/architecture.md``: a module imports only from the
floors below its own, and ``tests/test_architecture.py`` holds that.
"""

__version__ = "0.1.0"
