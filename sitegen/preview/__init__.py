"""Show the site in the browser while it is written: watch, build, serve, and tell about the page.

``watch`` finds saves, ``shown`` builds and keeps what is shown, ``server`` answers the browser.
``desk`` is what an editor should know about a page, ``bar`` shows it, ``hidden`` makes the pages
that readers may not see.
"""
