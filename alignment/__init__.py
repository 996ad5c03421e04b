"""Alignment Workshop: what a good lead is, agreed by marketing and sales, checked every month."""
