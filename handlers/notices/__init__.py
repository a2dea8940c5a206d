"""Notices as text and as files: rendered from `templates/notices/`, never sent from here."""
