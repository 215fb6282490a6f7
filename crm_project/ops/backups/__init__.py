"""Backups: made, thinned, copied to a second place, rehearsed, put back (rows Na5, Nb2, Ne4, Ng4, Ng5, Nh5)."""
