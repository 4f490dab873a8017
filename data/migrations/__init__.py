"""The schema, step by step: each revision as it was published."""
