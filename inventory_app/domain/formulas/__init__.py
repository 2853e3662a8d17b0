"""The formulas of the indicators, one module for each subject."""
