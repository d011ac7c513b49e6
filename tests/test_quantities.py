"""What counts as a quantity, and what is read from it: phrase by phrase."""

from __future__ import annotations

import pytest

from analysis.article import Article
from analysis.quantities import Quantity, find_quantities

OPEN = None


def read(text: str) -> list[tuple]:
    return [
        (text[q.number_start : q.number_end], q.low, q.high, q.modifier, q.unit, q.kind)
        for q in find_quantities(Article(text))
    ]


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(Article(text))
    return quantity


NUMBERS = [
    ("They counted 1,200 soldiers.", ("1,200", 1200, 1200, "exact", "soldier", "count")),
    ("They counted 1200 soldiers.", ("1200", 1200, 1200, "exact", "soldier", "count")),
    ("There are 12,00,000 voters.", ("12,00,000", 1.2e6, 1.2e6, "exact", "voter", "count")),
    ("It has 4 hundred million users.", ("4 hundred million", 4e8, 4e8, "exact", "user", "count")),
    ("It has 1.5 million users.", ("1.5 million", 1.5e6, 1.5e6, "exact", "user", "count")),
    ("The plan costs $1.2bn.", ("$1.2bn", 1.2e9, 1.2e9, "exact", "USD", "money")),
    ("The plan costs $4.2b.", ("$4.2b", 4.2e9, 4.2e9, "exact", "USD", "money")),
    ("They sold 35m of the devices.", ("35m", 35e6, 35e6, "exact", "device", "count")),
    ("The plan costs $846.8million.", ("$846.8million", 846.8e6, 846.8e6, "exact", "USD", "money")),
    ("They gave over $1billion.", ("$1billion", 1e9, OPEN, "more_than", "USD", "money")),
    ("They gave $3million or more apiece.", ("$3million", 3e6, OPEN, "at_least", "USD", "money")),
    ("It has 3million voters.", ("3million", 3e6, 3e6, "exact", "voter", "count")),
    (
        "Some two hundred and fifty thousand troops left.",
        ("two hundred and fifty thousand", 250_000, 250_000, "approximate", "troop", "count"),
    ),
    ("A hundred and five people came.", ("A hundred and five", 105, 105, "exact", "person", "count")),
    ("It took twenty-five minutes.", ("twenty-five", 25, 25, "exact", "minute", "duration")),
    ("Half a million refugees fled.", ("Half a million", 500_000, 500_000, "exact", "refugee", "count")),
    (
        "A quarter of a million people fled.",
        ("A quarter of a million", 250_000, 250_000, "exact", "person", "count"),
    ),
    ("She bought half a dozen eggs.", ("half a dozen", 6, 6, "exact", "egg", "count")),
    ("She bought a dozen eggs.", ("a dozen", 12, 12, "exact", "egg", "count")),
    ("He waited two and a half years.", ("two and a half", 2.5, 2.5, "exact", "year", "duration")),
    ("He ran 3 1/2 miles.", ("3 1/2", 3.5, 3.5, "exact", "mile", "measure")),
    ("He ran 2½ miles.", ("2½", 2.5, 2.5, "exact", "mile", "measure")),
    ("It fell to minus 5 degrees.", ("minus 5", -5, -5, "exact", "degree", "measure")),
    ("The offense gained -5 yards.", ("-5", -5, -5, "exact", "yard", "measure")),
    (
        "Light travels at 2.998×10−8 metres per second.",
        ("2.998×10−8", 2.998e-8, 2.998e-8, "exact", "metre per second", "measure"),
    ),
]

VAGUE = [
    ("Dozens of people died.", ("Dozens", 24, OPEN, "vague", "person", "count")),
    ("Scores of villagers fled.", ("Scores", 40, OPEN, "vague", "villager", "count")),
    ("Hundreds of people died.", ("Hundreds", 200, OPEN, "vague", "person", "count")),
    ("Tens of thousands of refugees fled.", ("Tens of thousands", 1e4, OPEN, "vague", "refugee", "count")),
    (
        "Hundreds of thousands of people fled.",
        ("Hundreds of thousands", 1e5, OPEN, "vague", "person", "count"),
    ),
    (
        "It cost hundreds of millions of dollars.",
        ("hundreds of millions", 1e8, OPEN, "vague", "USD", "money"),
    ),
    ("Several hundred protesters came.", ("Several hundred", 200, OPEN, "vague", "protester", "count")),
    ("A few thousand protesters came.", ("A few thousand", 2000, OPEN, "vague", "protester", "count")),
    ("A couple of dozen protesters came.", ("A couple of dozen", 24, OPEN, "vague", "protester", "count")),
]

BOUNDS = [
    ("Over 1,000 soldiers died.", ("1,000", 1000, OPEN, "more_than", "soldier", "count")),
    ("More than 1,000 soldiers died.", ("1,000", 1000, OPEN, "more_than", "soldier", "count")),
    ("Upwards of 1,000 soldiers died.", ("1,000", 1000, OPEN, "more_than", "soldier", "count")),
    ("Well over a million soldiers died.", ("a million", 1e6, OPEN, "more_than", "soldier", "count")),
    ("At least 5 soldiers died.", ("5", 5, OPEN, "at_least", "soldier", "count")),
    ("No fewer than 5 soldiers died.", ("5", 5, OPEN, "at_least", "soldier", "count")),
    ("Nearly 500 soldiers died.", ("500", OPEN, 500, "less_than", "soldier", "count")),
    ("Almost 500 soldiers died.", ("500", OPEN, 500, "less_than", "soldier", "count")),
    ("Fewer than 500 soldiers died.", ("500", OPEN, 500, "less_than", "soldier", "count")),
    ("Just under 20 percent agreed.", ("20 percent", OPEN, 20, "less_than", "percent", "percent")),
    ("Up to 30 soldiers died.", ("30", OPEN, 30, "at_most", "soldier", "count")),
    ("As many as 30 soldiers died.", ("30", OPEN, 30, "at_most", "soldier", "count")),
    ("No more than 30 soldiers died.", ("30", OPEN, 30, "at_most", "soldier", "count")),
    ("About 200 soldiers died.", ("200", 200, 200, "approximate", "soldier", "count")),
    ("An estimated 200 soldiers died.", ("200", 200, 200, "approximate", "soldier", "count")),
    ("At least about 200 soldiers died.", ("200", 200, OPEN, "at_least", "soldier", "count")),
    ("There were 300 soldiers or more.", ("300", 300, OPEN, "at_least", "soldier", "count")),
    ("There were 300 or more soldiers.", ("300", 300, OPEN, "at_least", "soldier", "count")),
    ("There were 300 soldiers at most.", ("300", OPEN, 300, "at_most", "soldier", "count")),
    ("The toll is 300 dead and counting.", ("300", 300, OPEN, "at_least", "person", "count")),
    ("There were 300 or so soldiers.", ("300", 300, 300, "approximate", "soldier", "count")),
    ("There were 300-plus soldiers.", ("300", 300, OPEN, "at_least", "soldier", "count")),
    ("There were 50+ soldiers.", ("50", 50, OPEN, "at_least", "soldier", "count")),
    ("Space of sub-300 sq m is rare.", ("300", OPEN, 300, "less_than", "square metre", "measure")),
    ("He weighs ~45g.", ("45", 45, 45, "approximate", "gram", "measure")),
    ("The error is ±4 points in the poll.", ("4", 4, 4, "exact", "percentage point", "percent")),
    ("It went past the $1 billion mark.", ("$1 billion", 1e9, OPEN, "more_than", "USD", "money")),
    (
        "The error is plus or minus 4 percentage points.",
        ("4", 4, 4, "exact", "percentage point", "percent"),
    ),
]

RANGES = [
    ("It took 10 to 12 days.", ("10 to 12", 10, 12, "range", "day", "duration")),
    ("It took between 10 and 12 days.", ("10 and 12", 10, 12, "range", "day", "duration")),
    ("It took 10-12 days.", ("10-12", 10, 12, "range", "day", "duration")),
    ("It took three or four years.", ("three or four", 3, 4, "range", "year", "duration")),
    ("It took five or ten years.", ("five or ten", 5, 10, "range", "year", "duration")),
    ("It took 20 or 30 days.", ("20 or 30", 20, 30, "range", "day", "duration")),
    (
        "Prices range from $800,000 to $1.3 million.",
        ("$800,000 to $1.3 million", 800_000, 1.3e6, "range", "USD", "money"),
    ),
    ("It costs £10-15m.", ("£10-15m", 10e6, 15e6, "range", "GBP", "money")),
    ("It costs $10-15 million.", ("$10-15 million", 10e6, 15e6, "range", "USD", "money")),
    (
        "There are four to five thousand people.",
        ("four to five thousand", 4000, 5000, "range", "person", "count"),
    ),
    (
        "Shares cost between $62 and $68 per share.",
        ("$62 and $68", 62, 68, "range", "USD per share", "money"),
    ),
    ("Expect a 5% to 10% share.", ("5% to 10%", 5, 10, "range", "percent", "percent")),
    ("A man in his 20s died.", ("20s", 20, 29, "range", "year", "age")),
    ("A man in his mid-40s died.", ("40s", 40, 49, "range", "year", "age")),
    ("They are men in their 20s to 30s.", ("20s to 30s", 20, 39, "range", "year", "age")),
    ("They polled people between the ages of 18 and 29.", ("18 and 29", 18, 29, "range", "year", "age")),
    ("It takes a week or two.", ("two", 1, 2, "range", "week", "duration")),
    ("He was there in the last week or two.", ("two", 1, 2, "range", "week", "duration")),
    (
        "They invest $500,000 to more than $1 million.",
        ("$500,000 to more than $1 million", 500_000, OPEN, "range", "USD", "money"),
    ),
    ("It took 10 to at least 12 days.", ("10 to at least 12", 10, OPEN, "range", "day", "duration")),
    ("It took 10 to nearly 12 days.", ("10 to nearly 12", 10, 12, "range", "day", "duration")),
    ("It took 10 to 12 days or more.", ("10 to 12", 10, OPEN, "range", "day", "duration")),
    ("The car goes from 0 to 60 mph.", ("0 to 60", 0, 60, "range", "mile per hour", "measure")),
]

UNITS = [
    ("It grew to 45 per cent.", ("45 per cent", 45, 45, "exact", "percent", "percent")),
    ("It led by 3 percentage points.", ("3", 3, 3, "exact", "percentage point", "percent")),
    ("Rates rose by 25 basis points.", ("25", 25, 25, "exact", "basis point", "percent")),
    ("It costs 5 million Australian dollars.", ("5 million", 5e6, 5e6, "exact", "AUD", "money")),
    ("It costs 5 million dollars.", ("5 million", 5e6, 5e6, "exact", "USD", "money")),
    ("It costs A$5.", ("A$5", 5, 5, "exact", "AUD", "money")),
    ("It costs US $5.", ("US $5", 5, 5, "exact", "USD", "money")),
    ("It costs 1,200€ now.", ("1,200€", 1200, 1200, "exact", "EUR", "money")),
    ("It costs £1,000 now.", ("£1,000", 1000, 1000, "exact", "GBP", "money")),
    ("No other town got more than 3 percent.", ("3 percent", OPEN, 3, "at_most", "percent", "percent")),
    ("It has never been below 40 percent.", ("40 percent", 40, OPEN, "at_least", "percent", "percent")),
    ("Nobody slept when more than 40 cars crashed.", ("40", 40, OPEN, "more_than", "car", "count")),
    ("It cost a fifth of a million euros.", ("a fifth of a million", 2e5, 2e5, "exact", "EUR", "money")),
    ("She reached the 200m finals.", ("200", 200, 200, "exact", "metre", "measure")),
    ("It costs 417m yuan.", ("417m", 4.17e8, 4.17e8, "exact", "CNY", "money")),
    ("It costs 8.2bn euros.", ("8.2bn", 8_200_000_000, 8_200_000_000, "exact", "EUR", "money")),
    ("Losses were cut in 2004 to $200m.", ("$200m", 2e8, 2e8, "exact", "USD", "money")),
    ("It costs 9 billion yuan.", ("9 billion", 9e9, 9e9, "exact", "CNY", "money")),
    ("It costs RM23.50 now.", ("RM23.50", 23.5, 23.5, "exact", "MYR", "money")),
    ("Oil was at $45 a barrel.", ("$45", 45, 45, "exact", "USD per barrel", "money")),
    ("He drove 50 miles per hour.", ("50", 50, 50, "exact", "mile per hour", "measure")),
    ("Gas was at $3 a gallon from May.", ("$3", 3, 3, "exact", "USD per gallon", "money")),
    ("Trump got 18 first-place votes.", ("18", 18, 18, "exact", "vote", "count")),
    ("About 40 rabbis said so.", ("40", 40, 40, "approximate", "rabbi", "count")),
    ("Two of the group’s researchers left.", ("Two", 2, 2, "exact", "researcher", "count")),
    ("He read 2,093 of Clinton’s released emails.", ("2,093", 2093, 2093, "exact", "email", "count")),
    ("The number of dead was put at 20 to 25.", ("20 to 25", 20, 25, "range", "person", "count")),
    ("John Smith (65) said so.", ("65", 65, 65, "exact", "year", "age")),
    ("It has 1 000 000 voters.", ("1 000 000", 1e6, 1e6, "exact", "voter", "count")),
    ("He drove 50mph.", ("50", 50, 50, "exact", "mile per hour", "measure")),
    ("It pumps 52,000 barrels a day.", ("52,000", 52000, 52000, "exact", "barrel per day", "measure")),
    (
        "They did three thousand tests per day.",
        ("three thousand", 3000, 3000, "exact", "test per day", "count"),
    ),
    ("He died three days after the vote.", ("three", 3, 3, "exact", "day", "duration")),
    ("It was 30 degrees Celsius.", ("30", 30, 30, "exact", "degree Celsius", "measure")),
    ("It was 20C outside.", ("20", 20, 20, "exact", "degree Celsius", "measure")),
    ("It has 256GB of storage.", ("256", 256, 256, "exact", "gigabyte", "measure")),
    ("It has a 3.5-liter engine.", ("3.5", 3.5, 3.5, "exact", "litre", "measure")),
    ("The boot holds 24.5 cubic feet.", ("24.5", 24.5, 24.5, "exact", "cubic foot", "measure")),
    ("He gained 517 rushing yards.", ("517", 517, 517, "exact", "yard", "measure")),
    ("A 44-year-old man died.", ("44", 44, 44, "exact", "year", "age")),
    ("He is 44 years old.", ("44", 44, 44, "exact", "year", "age")),
    ("A man aged 44 died.", ("44", 44, 44, "exact", "year", "age")),
    ("Nick Hague, 44, has died.", ("44", 44, 44, "exact", "year", "age")),
    ("It took 44 years.", ("44", 44, 44, "exact", "year", "duration")),
    ("It is a 12-page document.", ("12", 12, 12, "exact", "page", "count")),
    ("Two aides resigned.", ("Two", 2, 2, "exact", "aide", "count")),
    ("He met three police officers.", ("three", 3, 3, "exact", "officer", "count")),
    ("She met two women.", ("two", 2, 2, "exact", "woman", "count")),
    ("There were 22 residential burglaries.", ("22", 22, 22, "exact", "burglary", "count")),
    ("The firm owns five NBA teams.", ("five", 5, 5, "exact", "team", "count")),
    ("Two Democrats voted.", ("Two", 2, 2, "exact", "Democrat", "count")),
    ("He said: “It is 51 percent.“", ("51 percent", 51, 51, "exact", "percent", "percent")),
    ("He said “it is 51 percent” then.", ("51 percent", 51, 51, "exact", "percent", "percent")),
    ("It will be cut by 2030 to 32 percent.", ("32 percent", 32, 32, "exact", "percent", "percent")),
    ("There are 1,500 coal- and gas-fired power plants.", ("1,500", 1500, 1500, "exact", "plant", "count")),
    (
        "It hits 8 million low-, middle- and high-income Americans.",
        ("8 million", 8e6, 8e6, "exact", "American", "count"),
    ),
    ("Smith, a father of seven, has died.", ("seven", 7, 7, "exact", "child", "count")),
    ("The mother-of-two has died.", ("two", 2, 2, "exact", "child", "count")),
    ("The grandmother of nine has died.", ("nine", 9, 9, "exact", "grandchild", "count")),
    ("It feeds a family of four.", ("four", 4, 4, "exact", "person", "count")),
    ("The registered voter sample is 834.", ("834", 834, 834, "exact", "voter", "count")),
    ("They admitted six Orthodox.", ("six", 6, 6, "exact", "Orthodox", "count")),
    ("It has a population of 54,000 and grows.", ("54,000", 54000, 54000, "exact", "person", "count")),
    ("Mr. Daniloff, now 81 and retired, said so.", ("81", 81, 81, "exact", "year", "age")),
    ("He called half a dozen HP directors.", ("half a dozen", 6, 6, "exact", "director", "count")),
    ("There is one label Rubio resists.", ("one", 1, 1, "exact", "label", "count")),
    ("He has flown since he was 5, they say.", ("5", 5, 5, "exact", "year", "age")),
    ("They spent millions on advertising.", ("millions", 2e6, OPEN, "vague", "USD", "money")),
    ("She lost the primary after a 22-point loss.", ("22", 22, 22, "exact", "percentage point", "percent")),
    ("The poll gave her a 7-point lead.", ("7", 7, 7, "exact", "percentage point", "percent")),
    ("The margin of error is 4.5 points.", ("4.5", 4.5, 4.5, "exact", "percentage point", "percent")),
    (
        "Of all voters, most like her. Her lead was 7 points.",
        ("7", 7, 7, "exact", "percentage point", "percent"),
    ),
    ("The Bulls had a lead of 7 points.", ("7", 7, 7, "exact", "point", "score")),
    ("He scored 21 points and led all voters.", ("21", 21, 21, "exact", "point", "score")),
    ("The Dow fell 90 points.", ("90", 90, 90, "exact", "point", "score")),
]

PARTS = [
    ("Half of voters agree.", ("Half", 0.5, 0.5, "exact", "fraction", "fraction")),
    ("Two-thirds of voters agree.", ("Two-thirds", 2 / 3, 2 / 3, "exact", "fraction", "fraction")),
    ("Nearly a third of voters agree.", ("a third", OPEN, 1 / 3, "less_than", "fraction", "fraction")),
    ("One in five voters agrees.", ("One in five", 0.2, 0.2, "exact", "fraction", "fraction")),
    ("One out of three voters agrees.", ("One out of three", 1 / 3, 1 / 3, "exact", "fraction", "fraction")),
    (
        "Between a quarter and a third of the voters were undecided.",
        ("a quarter and a third", 0.25, 1 / 3, "range", "fraction", "fraction"),
    ),
    ("He stood 6ft 3in.", ("6ft 3", 6.25, 6.25, "exact", "foot", "measure")),
    ("He weighed 14st 7lb.", ("14st 7", 14.5, 14.5, "exact", "stone", "measure")),
    ("He fought at 11st.", ("11", 11, 11, "exact", "stone", "measure")),
    ("The baby weighed 7lb 4oz.", ("7lb 4", 7.25, 7.25, "exact", "pound", "measure")),
    ("Quake kills at least 40 in Orland.", ("40", 40, OPEN, "at_least", "person", "count")),
    ("The number is closer to 50,000.", ("50,000", 50_000, 50_000, "approximate", OPEN, "count")),
    ("A magnitude 6.8 quake struck.", ("6.8", 6.8, 6.8, "exact", "magnitude", "count")),
    ("A magnitude-6.8 quake struck.", ("6.8", 6.8, 6.8, "exact", "magnitude", "count")),
    (
        "The bag held 27 g of gold.",
        ("27", 27, 27, "exact", "gram", "measure"),
    ),
    (
        "It grew by a quarter of 1 percent.",
        ("a quarter of 1 percent", 0.25, 0.25, "exact", "percent", "percent"),
    ),
    ("He warned them twice.", ("twice", 2, 2, "exact", "time", "count")),
    ("They have twice as many soldiers.", ("twice", 2, 2, "exact", "times", "multiple")),
    ("They have three times as many soldiers.", ("three", 3, 3, "exact", "times", "multiple")),
    ("Sales were 10x higher.", ("10", 10, 10, "exact", "times", "multiple")),
    ("Deaths rose sixfold.", ("sixfold", 6, 6, "exact", "times", "multiple")),
    ("He called three times a week.", ("three", 3, 3, "exact", "time per week", "count")),
    ("Nearly eight of 10 voters agree.", ("eight of 10", OPEN, 0.8, "less_than", "fraction", "fraction")),
    ("Nine out of 10 voters agree.", ("Nine out of 10", 0.9, 0.9, "exact", "fraction", "fraction")),
    ("Four in 10 voters agree.", ("Four in 10", 0.4, 0.4, "exact", "fraction", "fraction")),
    ("It is so nine times out of 10.", ("nine times out of 10", 0.9, 0.9, "exact", "fraction", "fraction")),
    ("About $4 of every $5 is gone.", ("$4 of every $5", 0.8, 0.8, "approximate", "fraction", "fraction")),
    (
        "He lost 37 cents out of each dollar.",
        ("37 cents out of each dollar", 0.37, 0.37, "exact", "fraction", "fraction"),
    ),
    (
        "It sold for 37 cents on the dollar.",
        ("37 cents on the dollar", 0.37, 0.37, "exact", "fraction", "fraction"),
    ),
    ("It won by a 3 to 1 margin.", ("3 to 1", 3, 3, "exact", "times", "multiple")),
    ("Women outnumber the men two to one.", ("two to one", 2, 2, "exact", "times", "multiple")),
    ("The ratio is 3 to 1.", ("3 to 1", 3, 3, "exact", "times", "multiple")),
    ("Women prefer it by nearly 2-to-1.", ("2-to-1", OPEN, 2, "less_than", "times", "multiple")),
    ("They have a two-to-one majority.", ("two-to-one", 2, 2, "exact", "times", "multiple")),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS + VAGUE + BOUNDS + RANGES + UNITS + PARTS)
def test_phrase(text: str, expected: tuple) -> None:
    (found,) = read(text)
    number, low, high, *rest = found
    assert (number, *rest) == (expected[0], *expected[3:])
    assert low == (expected[1] if expected[1] is None else pytest.approx(expected[1]))
    assert high == (expected[2] if expected[2] is None else pytest.approx(expected[2]))


@pytest.mark.parametrize(
    "text",
    [
        "It happened in 2016.",
        "It happened between 2014 and 2017.",
        "The 2008 elections were close.",
        "He was popular in the 1990s and the '80s.",
        "It happened on March 29.",
        "It happened on March 29, 2019, a Friday.",
        "It happened on 9 May.",
        "Sept. 20-24 is the time for it.",
        "It happened on 2019-09-01 or 12/25/2016.",
        "It happened at 4:39 or at 10.45pm or at 2 p.m. Wednesday.",
        "The notice is dated Mon, 3 Mar 2025 07:00:12 +0000 and signed.",
        "It was sent at 18:30 -0500, read at 6:05 UTC+2 and answered at 21:07 GMT-03:30.",
        "He left at 7am and was back by five o'clock.",
        "It was the 21st century and the twenty-first try.",
        "He came third in the first half.",
        "The Big 12 and the Pac-12 met.",
        "It was 9/11 again.",
        "The G-7 met over 5G.",
        "He earned a six-figure sum on the 31st.",
        "The pitcher was 9-for-27.",
        "It is an 802.11b network.",
        "It was so in the 2003 fiscal year.",
        "It rained until three in the morning.",
        "It was like the 30's.",
        "It is so: 1) If it rains, it pours.",
        "See Section 427 and Chapter 3.",
        "Game 6 was on Channel 5.",
        "The S&P 500 and the FTSE 100 closed.",
        "The S.&P. 500 and Standard & Poor's 500-stock index closed.",
        "Rome was founded in 753 BC and buried Pompeii in A.D. 79.",
        "The Psion Series 3 is old.",
        "His 401(k) is a 501(c)(3) now.",
        "It was the fifth billion-dollar deal.",
        "Rapper 50 Cent has won it again.",
        "It is a two-way contest.",
        "He drove a V-6 to Area 51.",
        "He likes Windows 10 and the iPhone 11 Pro.",
        "Call 1-800-555-0199 or (212) 555-0100 now.",
        "He lives at 1600 Pennsylvania Avenue.",
        "They won 3-1 after a 2-2 draw.",
        "See https://example.org/2019/1234 for more.",
        "One of the men left.",
        "One day he will leave.",
        "One must not say so, and no one did.",
        "He stayed at the Four Seasons before boarding Air Force One.",
        "Several soldiers left, and a couple of aides.",
        "The other half and the second half were dull.",
        "His million-dollar smile vanished.",
        "The virus is called COVID-19.",
        "It was a 5-4 decision after a 4-4 ruling.",
        "A 5-5 tie and a 10-3 record are no help.",
        "The court issued a 6-to-3 Supreme Court ruling.",
        "It was a one-to-one talk.",
        "Police took one of the 911 calls, then she dialed 911.",
        "He read 2 Timothy 3:1-5 to them [12] and left.",
        "Things to watch:\n2) The art of running.",
    ],
)
def test_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "trends"),
    [
        ("Unemployment fell by 2 percent.", ["down"]),
        ("Shares were up 3 percent.", ["up"]),
        ("Shares rose 64.06 points, or 0.2%.", ["up", "up"]),
        ("Shares rose 8 percent to 99 yuan.", ["up", None]),
        ("Unemployment rose to 5 percent.", [None]),
        ("Unemployment has risen above 5 percent.", [None]),
        ("Unemployment rose over 5 percent.", ["up"]),
        ("It was a 25 percent drop.", ["down"]),
        ("It closed 0.5 percent lower.", ["down"]),
        ("Sales increased from 13 to 14 million units.", [None, None]),
        ("Up to 5 percent agreed.", [None]),
        ("He gave up 500 yards.", [None]),
    ],
)
def test_trend(text: str, trends: list[str | None]) -> None:
    assert [quantity.trend for quantity in find_quantities(Article(text))] == trends


def test_change_keeps_two_levels() -> None:
    assert read("Sales increased from 13 to 14 million units.") == [
        ("13", 13e6, 13e6, "exact", "unit", "count"),
        ("14 million", 14e6, 14e6, "exact", "unit", "count"),
    ]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("The ends are four, five and six inches wide.", ["inch"] * 3),
        ("It has a 7- or 8-inch screen.", ["inch"] * 2),
        ("He raised 280 million of the 1.5 billion shekels.", ["ILS"] * 2),
        ("There will be 435 homes by sale and 187 by tender.", ["home"] * 2),
        ("It rose by 2 percent but Nasdaq fell by 1.", ["percent"] * 2),
        ("It led with 61 percent to reach 1,237.", ["percent", None]),
        ("The number of hotspots is expected to reach 200,000 soon.", ["hotspot"]),
        ("At least 12 people died and 30 others were hurt.", ["person"] * 2),
        ("They kept three of the 29 delegates.", ["delegate"] * 2),
        ("Heard by three of the 10 jurors, it ended.", ["juror"] * 2),
        ("It is heard by 10 judges rather than 11 because he left.", ["judge"] * 2),
        ("They lost 12 soldiers, up from eight, last year.", ["soldier"] * 2),
        ("They lost 12 soldiers, not 13.", ["soldier"] * 2),
        ("They elect 27 delegates. Another 30 will be elected in May.", ["delegate"] * 2),
        ("He sought the three $53 million delegates.", [None, "USD"]),
        (
            "Trump leads with 221 delegates. Cruz has 69, Rubio has won 41 and Carson has at least seven.",
            ["delegate"] * 4,
        ),
        ("At least seven of Washington state’s 44 delegates signed.", ["delegate"] * 2),
        ("He spoke of thousands of $12-an-hour workers.", ["worker", "USD per hour"]),
        ("They took in 11,500 refugees, more than the limit of 10,000.", ["refugee"] * 2),
        (
            "In all, they admitted 14 Catholics, six Orthodox and then two Copts there.",
            ["Catholic", "Orthodox", "Copt"],
        ),
    ],
)
def test_units_are_shared(text: str, units: list[str | None]) -> None:
    assert [quantity.unit for quantity in find_quantities(Article(text))] == units


def test_modifier_is_carried_to_a_conversion() -> None:
    assert read("It is about 100 km (60 miles) away.") == [
        ("100", 100, 100, "approximate", "kilometre", "measure"),
        ("60", 60, 60, "approximate", "mile", "measure"),
    ]


def test_modifier_is_carried_across_a_list() -> None:
    assert read("They gave more than $38million and $23 million, respectively.") == [
        ("$38million", 38e6, OPEN, "more_than", "USD", "money"),
        ("$23 million", 23e6, OPEN, "more_than", "USD", "money"),
    ]


def test_the_name_of_whom_a_share_beats_is_no_label() -> None:
    assert [number for number, *_ in read("The poll has Ruiz beating Lopez 45 to 40 percent.")] == ["45", "40 percent"]


def test_alternative_figure_is_no_modifier() -> None:
    assert read("It was 18.7 percent, or less than one-third of that.") == [
        ("18.7 percent", 18.7, 18.7, "exact", "percent", "percent"),
        ("one-third", OPEN, pytest.approx(1 / 3), "less_than", "fraction", "fraction"),
    ]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        (
            "Over 1,000 North Korean soldiers have been killed or wounded since May.",
            "North Korean soldiers killed or wounded",
        ),
        ("The blast killed 12 people.", "killed people"),
        ("About 45 percent of voters support the bill.", "voters support bill"),
        ("Unemployment fell by 2 percent.", "Unemployment fell"),
        ("It signed a $150,000 contract.", "signed contract"),
        ("The survey of 1,200 voters was taken in May.", "voters"),
        ("One video captures a North Korean soldier.", "video captures North Korean soldier"),
        ("Ten states sued the federal government over it.", "states sued federal government"),
        ("There are 1,500 coal- and gas-fired power plants.", "coal and gas-fired power plants"),
        ("They counted 12 dead.", "counted dead"),
        ("Some 300 people are missing.", "people missing"),
        ("At least 12 soldiers were wounded in the raid.", "soldiers wounded"),
        ("About 20 miners are feared dead.", "miners feared dead"),
        ("Five children remain in hospital.", "children remain in hospital"),
        ("Nearly 900 houses were without power.", "houses without power"),
        ("The fire left 40 families homeless.", "left families homeless"),
        ("The plan to cut 40 jobs was dropped.", "cut jobs"),  # the plan was
        ("Some 12 firms are likely to close.", "firms"),
        ("Only 7 percent wanted it.", "wanted"),
        ("It serves 80 percent of small and large firms.", "serves small and large firms"),
        ("It cost an extra $4.", "cost"),
        ("It was a deal worth $9 million.", "deal worth"),
        ("Unemployment was unchanged at 9.9 percent.", "Unemployment unchanged"),
        ("Core inflation, which leaves out food, was unchanged at 4.1%.", "Core inflation unchanged"),
        ("Growth reached 4 percent in early trading.", "Growth reached"),
        ("The rate was 4 percent in the quarter to May.", "rate"),
        ("The rate was 4 percent today.", "rate"),
        ("Tuberculosis in the north has increased by 25 percent.", "Tuberculosis in north increased"),
        ("Sales of cars in May rose by 3 percent.", "Sales of cars rose"),
        ("The price of India's oil fell by $3.", "price of India's oil fell"),
        ("Debt rose to a record $427 billion.", "Debt rose"),
        ("It is home to 20 percent of the remaining pandas.", "remaining pandas"),
        ("Output grew by a brisk 9 percent.", "Output grew"),
        ("Output grew by a breakneck 9 percent.", "Output grew"),
        ("The price rose by 20 points in an hour.", "price rose"),
        ("Sales at hardware stores dropped by 3 percent.", "Sales at hardware stores dropped"),
        ("The firm was sold this year for $16 million.", "firm sold"),
        ("Nearly 60 percent of Mrs. Clinton's donors are women.", "Mrs Clinton's donors"),
        ("It has been a quiet town in the last 10 years.", None),
        ("He took the lead after 62 minutes.", None),
    ],
)
def test_concept(text: str, concept: str | None) -> None:
    assert only(text).concept == concept


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("The tower cost $5 (£3).", "tower cost"),
        ("The tower cost 5 euros (£4; $6).", "tower cost"),
        ("Growth fell from 3.2 percent last year to 2.5 percent.", "Growth fell"),
        ("It won in 14 minutes 32 seconds.", "won"),
        ("Losses halved in 2004 to $200m (£104m; 151m euros) from $500m.", "Losses halved"),
        ("Sales rose to $21 million from $19 million a year earlier.", "Sales rose"),
        ("Growth is expected to fall from 5 percent in 2004 to 4.25 percent.", "Growth expected fall"),
        ("Profit rose 12 percent to $340 million in the third quarter.", "Profit rose"),
        ("They cancelled 65 flights on Thursday, 180 on Friday.", "cancelled flights"),
        ("The share rose 4p, or nearly 1 percent, in London.", "share rose"),
        ("Growth was 11.5 percent in May, down from 17 percent.", "Growth"),
        ("Of the $65 million in flood aid, $48 million has been paid.", "flood aid paid"),
    ],
)
def test_what_is_told_once_holds_for_the_next_figure_too(text: str, concept: str) -> None:
    assert find_quantities(Article(text))[-1].concept == concept


def test_a_conversion_is_as_exact_as_what_it_converts() -> None:
    assert [modifier for *_, modifier, _, _ in read("It cost about 5 euros (£4; $6).")] == ["approximate"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Over 1,000 soldiers have been killed, a figure later inflated to over 3,000 by Kyiv.",
        "Officials said 1,000 soldiers were killed. The number was later raised to over 3,000.",
        "Kyiv counts 1,000 soldiers killed. Others put the number at over 3,000.",
        "Officials said 1,000 soldiers had died, which was later revised to over 3,000.",
        "Officials said 1,000 soldiers had died. It was later raised to over 3,000.",
        "Kyiv counts 1,000 soldiers killed. That rose to over 3,000 on Friday.",
        "The total was 1,000 soldiers on Monday. It has since risen to over 3,000.",
        "It has lost 1,000 soldiers, but that had risen to over 3,000 by June.",
    ],
)
def test_revision_takes_over_unit_and_concept(text: str) -> None:
    first, second = find_quantities(Article(text))
    assert (second.low, second.high, second.modifier) == (3000, None, "more_than")
    assert (second.unit, second.concept) == (first.unit, first.concept)


def test_a_part_of_a_whole_behind_a_name_is_no_label_and_is_what_is_revised() -> None:
    part, whole, revised = find_quantities(Article("It gives Ada 112 of the 200 seats. Bo put the number at 104."))
    assert (part.low, whole.low, revised.unit) == (112, 200, part.unit)


def test_a_toll_that_passes_a_number_is_more_than_that() -> None:
    (found,) = find_quantities(Article("The death toll passes 1,200."))
    assert (found.low, found.high, found.modifier) == (1200, None, "more_than")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The number of cases surpassed 5,000.", "case"),
        ("Officials put Russian casualties at 5,000.", "casualty"),
        ("The ministry estimates its losses at 5,000.", "loss"),
        ("Some put the weather at 5,000.", None),
    ],
)
def test_what_is_counted_may_stand_before_the_verb(text: str, unit: str | None) -> None:
    (found,) = find_quantities(Article(text))
    assert found.unit == unit


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It kills children under five.", "age"),
        ("Those over 75 pay nothing.", "age"),
        ("There were people over 40 streets.", "count"),
    ],
)
def test_people_under_and_over_a_number_are_so_many_years_old(text: str, kind: str) -> None:
    assert find_quantities(Article(text))[-1].kind == kind


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Growth of 2 to 3 percent is likely.", 2, 3),
        ("An increase of 200 to 300 jobs is likely.", 200, 300),
        ("Unemployment fell 5 to 10 percent.", 5, 10),
        ("A rise of $2 to $3 a barrel is likely.", 2, 3),
    ],
)
def test_the_size_of_a_change_may_be_a_range(text: str, low: float, high: float) -> None:
    (found,) = find_quantities(Article(text))
    assert (found.low, found.high, found.modifier) == (low, high, "range")


def test_a_number_joined_to_the_last_word_of_a_text_counts_it() -> None:
    (quantity,) = find_quantities(Article("3-sources"))
    assert (quantity.low, quantity.unit) == (3, "source")


def test_what_a_number_ends_a_sentence_with_does_not_take_its_full_stop() -> None:
    assert [found.end for found in find_quantities(Article("It ran 10 km. It ran 10 km."))] == [12, 26]


def test_rupees_with_a_full_stop_are_in_the_sentence_of_their_sum() -> None:
    (found,) = find_quantities(Article("The state will spend Rs. 45,000 crore on rail."))
    assert (found.low, found.unit) == (4.5e11, "INR")


def test_a_toll_is_told_with_what_it_is_of() -> None:
    (found,) = find_quantities(Article("The death toll from the flood rose to 40."))
    assert found.concept == "death toll from flood rose"


def test_a_bound_before_the_next_number_is_none_behind_the_one_before() -> None:
    dead, wounded = find_quantities(Article("It has 198,000 dead and over 550,000 wounded."))
    assert (dead.modifier, wounded.modifier) == ("exact", "more_than")
    assert (
        find_quantities(Article("It is for people of 18 and over, one in ten of whom came."))[0].modifier == "at_least"
    )


@pytest.mark.parametrize(
    "text",
    [
        "It hired 300 workers in May. It was helped by the exchange index, which rose to 450.",
        "The city has 40 schools. It raised its speed limit, which is now set at 50.",
        "The fund has 12 members. The score, which stood at 88, fell.",
        "The number of users is 13 million. In all, it has done well to reach millions.",
        "It has 40 schools. He said that the index rose to 450.",
    ],
)
def test_a_pronoun_that_may_mean_anything_gives_no_unit(text: str) -> None:
    assert find_quantities(Article(text))[-1].unit is None


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("There are 1.7m people in need.", ("1.7m", 1.7e6, 1.7e6, "exact", "person", "count")),
        ("Officials say 4,000 jobs will go.", ("4,000", 4000, 4000, "exact", "job", "count")),
        ("Some 6,500 US stores plan to open.", ("6,500", 6500, 6500, "approximate", "store", "count")),
        ("More than 80 long term care places went.", ("80", 80, None, "more_than", "place", "count")),
        ("They scored three second-half goals.", ("three", 3, 3, "exact", "goal", "count")),
        ("Hundreds feared dead in a storm", ("Hundreds", 200, None, "vague", "person", "count")),
    ],
)
def test_what_a_count_counts(text: str, quantity: tuple) -> None:
    assert read(text) == [quantity]


def test_a_percentage_gives_no_unit_to_a_count_before_it() -> None:
    assert [unit for *_, unit, _ in read("It compares to 27 million, or 50 percent, of the valley.")] == [
        None,
        "percent",
    ]


def test_a_time_of_day_in_four_digits_is_no_quantity() -> None:
    assert read("It begins at 1830 GMT on Tuesday.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The plane carried 120 people, 92 of whom died.",
        "The plane carried 120 people. Of them, 92 died.",
        "Of the 120 people aboard, 92 died.",
    ],
)
def test_part_takes_the_unit_of_the_whole(text: str) -> None:
    whole, part = find_quantities(Article(text))
    assert (part.low, part.unit) == (92, whole.unit)


def test_phrase_holds_modifier_number_and_counted_noun() -> None:
    text = "They say over 1,000 North Korean soldiers died."
    quantity = only(text)
    assert text[quantity.start : quantity.end] == "over 1,000 North Korean soldiers"
    assert text[quantity.number_start : quantity.number_end] == "1,000"


@pytest.mark.parametrize("text", ["The council voted 6-1 for it.", "The council voted 6 to 1 for it."])
def test_votes_are_two_counts(text: str) -> None:
    assert read(text) == [
        ("6", 6, 6, "exact", "vote", "count"),
        ("1", 1, 1, "exact", "vote", "count"),
    ]
