"""What the code means: names, classes, values. No knowledge of rules in here."""
