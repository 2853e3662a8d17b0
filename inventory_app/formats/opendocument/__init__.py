"""OpenDocument spreadsheets (.ods), read by the same rules and limits as .xlsx workbooks."""
