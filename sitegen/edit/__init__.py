"""Commands that help editors: they use the pipeline, and it never uses them."""
