"""What may be published about people in groups: one rule, for every kind of output.

``cells`` holds the values, ``protection`` decides which cells are shown, ``ambiguity`` is the
algebra beneath it, ``ranking`` orders groups for an audience.

Source: DESIGN §4 rule 7; PROTECTION.md decision 6, §7.
"""
