"""Documents put together from the figures of a round: plain descriptions, written by formats."""
