"""What the pages, feeds and data show; others use `make_site`, `site_parts`, `LocalizedSite` and
the catalogs of `i18n`.
"""
