"""The sections of printed summaries: data in, blocks out."""
