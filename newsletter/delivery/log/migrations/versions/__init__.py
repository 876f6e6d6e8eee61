"""One script a step; never changed once released."""
