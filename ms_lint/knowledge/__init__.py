"""What the frameworks are, as data."""
