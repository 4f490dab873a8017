"""What members do: join, confirm, review, take back, subscribe; in the order in which they are asked."""
