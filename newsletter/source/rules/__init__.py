"""Rules of a file that need more than one of its fields. They read the tree of texts, and so speak beside the model."""
