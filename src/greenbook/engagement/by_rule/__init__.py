"""What the handbook does by itself: decisions of a day become CTAs, tasks, priorities, programs.

Each module here first plans over everything that was worked out, then carries out the part of its
plan that belongs to the accounts it is given, inside the caller's transaction. Repeating either
changes nothing.
"""
