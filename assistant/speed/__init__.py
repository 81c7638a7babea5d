"""What makes a turn quick and nothing else: without any of it the program does the same, only slower.

Each pays more than a fifth of a turn, or goes; `python -m tests.quality.speed_tricks` measures it, and
docs/performance.md, "Speed tricks of a turn", has the figures.
"""
