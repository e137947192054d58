"""Makes a static website from Markdown, and refuses what is unfit to publish."""
