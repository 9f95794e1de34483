"""The desk's pages of the site: what weeks were like."""
