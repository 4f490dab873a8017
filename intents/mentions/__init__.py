"""What a message names: districts, metrics, periods, amounts, cue words."""
