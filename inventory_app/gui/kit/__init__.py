"""Building blocks that every view uses, so that all of them look and behave alike."""
