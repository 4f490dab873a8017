"""What is measured: run `python -m benchmarks.speed`."""
