"""Files in memory become a published folder, or a preview."""
