"""Facts become files in memory: pages, pictures, styles, feeds."""
