"""Values in Chinese contract text: durations, money, rates, dates, numbers, and the blanks that stand for them.

`scan(text)` finds each value where it stands; what a value means in its contract is for parser.extract to say.
"""
