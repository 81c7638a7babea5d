"""The pages as a browser gets them, and the rules behind them."""
