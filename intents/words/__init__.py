"""The words known while a message is answered, and how they are added to."""
