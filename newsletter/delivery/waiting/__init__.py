"""Letters that wait at the provider, and taking them back."""
