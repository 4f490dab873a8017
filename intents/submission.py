"""A report read from a message: its items in the published unit, what could not be read, or why it is not taken.

None where the message is no report. What is impossible stays in `faults` until `submission_check.check` has compared the
whole with targets and with what stands, so that the sender is told of each fault at once.
"""



LONGEST = 6000
