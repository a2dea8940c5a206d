"""What the screen looks for, a file for each kind of number. Each looks at folded text (bot/folding.py)."""
