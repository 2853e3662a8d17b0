"""Finding the same thing reported more than once, and counting it once where somebody said so."""
