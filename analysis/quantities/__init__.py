"""Quantities: the numbers that an article states, with bounds, units and what they count.

`find_quantities` reads each sentence in stages. In "Well over two hundred thousand homes, or 3 percent, lost power":

1. `atoms` finds digit strings and number words: "two", "hundred", "thousand", "3".
2. `numbers` composes them into expressions with a value: "two hundred thousand" is 200,000. (`cardinals`, `parts` and
   `scales` are its grammar.)
3. `units` measures each number by the currency or unit beside it: "3 percent" (`dictionary`, `money`, `rates`).
   Dates, names and codes are no quantities (`dates`, `exclusions`).
4. `ranges` joins pairs of numbers ("10 to 12"); here are none (`ratios` reads fractions, `contests` votes).
5. `bounds` reads modifiers: "over" makes the first quantity `more_than`, from 200,000 to infinity.
6. `counts` gives a number without a unit of measurement what it counts: "homes", as the unit `home` (`nouns`).
7. `exclusions` drops years, labels and pronouns. `lists` shares units and modifiers: 3 percent is `more_than`, too.
8. `trends` reads the direction of a change, `concepts` what a figure is about: "homes", for both.
9. `ellipsis` gives a figure without a unit that of an earlier one ("92 of whom"), and `money` turns cents into dollars.

The stages take immutable values and return new ones: `Number`, `Measured`, `Bounded`, `Counted`, `Quantity`.
`tables` reads the words and units, which are listed in the TOML files of this folder.
"""

from analysis.quantities.grammar import find_quantities
from analysis.quantities.quantity import Quantity

__all__ = ["Quantity", "find_quantities"]
