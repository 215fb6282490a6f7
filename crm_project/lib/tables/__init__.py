"""Reading uploaded tables in a process of their own, with limits on memory, time and cells.

`reading` starts the process; the other modules run inside it and know neither Django nor the company's settings.
"""
