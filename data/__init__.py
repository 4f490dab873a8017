"""What is true: documents, figures, reports; knows no grammar and no chat."""
