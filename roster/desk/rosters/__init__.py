"""Drafts, versions, publication, re-plans and the close of a month."""
