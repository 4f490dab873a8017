"""The year's assessment: by the document's rules, or rates and ranks without winners."""
