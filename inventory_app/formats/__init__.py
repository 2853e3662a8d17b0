"""Documents: workbooks and PDF files, values in and file out."""
