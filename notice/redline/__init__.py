"""What changed between two texts of a notice: as data (`compare`), and as one text with marks (`marked`)."""
