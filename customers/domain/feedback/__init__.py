"""Feedback from customers (row Nh8)."""
