"""The published documents, one folder each: document.toml, annex-N.csv, figures.csv, measures.toml and their like."""
