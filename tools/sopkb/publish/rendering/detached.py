"""A page that no navigation names, as a file of MkDocs: links find it, and MkDocs leaves its making to us."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as DocumentPage


def edit_uri_of(source: Path, config: MkDocsConfig) -> str | None:
    """Where a file of the project lies for a link to edit it, relative to the documents; None for one of another's."""
    if not source.is_relative_to(Path(config.config_file_path).resolve().parent):
        return None
    return os.path.relpath(source, Path(config.docs_dir).resolve()).replace(os.sep, "/")


class DetachedFile(File):
    """Counts as a page for whoever links to it, and not among those that MkDocs reads, renders and writes.

    Args:
        config: of the build.
        uri: its place among the documents.
        edit_uri: where its source lies, relative to the documents; None where it has none.
    """

    def __init__(self, config: MkDocsConfig, uri: str, edit_uri: str | None) -> None:
        super().__init__(
            uri,
            None,
            config.site_dir,
            config.use_directory_urls,
            dest_uri=File.generated(config, uri, content="").dest_uri,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        self.generated_by = "sopkb"
        self.edit_uri = edit_uri
        self.document = DocumentPage(None, self, config)

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: the page is written when it is rendered."""
