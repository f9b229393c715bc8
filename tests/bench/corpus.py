"""Writes a JSON Lines corpus of about N megabytes of made-up news, the same in every run: corpus.py MEGABYTES >file

Sentences come from templates whose slots are filled with names, places, sums and dates and with words drawn by a Zipf law, so that
vocabulary, sentence lengths and the share of names are near those of news. One document in ten is a copy, exact or edited, one in five
ends in leftovers of a web page."""
import json
import random
import sys

random.seed(7)
FIRST = "Anna Boris Chen Dalia Emeka Farid Grace Hiro Ines Jonas Karim Lena Mateo Nadia Omar Petra Quentin Rosa Sven Tariq Uma Viktor Wanja Yusuf Zoe".split()
LAST = "Abara Bergman Castillo Demir Ekwueme Fischer Gonzalez Haddad Ivanova Johansson Kowalski Lindqvist Moreau Nakamura Okafor Petrov Rossi Santos Tanaka Weber".split()
PLACES = "Lagos Helsinki Lima Jakarta Nairobi Ankara Tashkent Porto Antwerp Quito Hanoi Accra Tunis Riga Almaty Bogota Dakar Oslo Vienna Manila".split()
ORGS = ["World Bank", "European Commission", "Ministry of Finance", "National Bank", "Northern Rail", "Delta Shipping Co.", "UNESCO", "City Council", "Orion Energy Ltd.", "Institute of Health"]
MONTHS = "January February March April May June July August September October November December".split()
SYLLABLES = "ba be bi bo da de di do ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to va ve".split()
ENDINGS = ["", "", "", "s", "ed", "ing", "ly", "tion", "er"]
WORDS = ["".join(random.choice(SYLLABLES) for _ in range(random.choice((1, 2, 2, 3)))) + random.choice(ENDINGS) for _ in range(20000)]
WEIGHTS = [1 / (i + 8) for i in range(len(WORDS))]
TEMPLATES = """{P} said on {D} that the {w} of {w} would {w} the {w} in {L} before {w} {w}.
The {O} will spend {M} on a {w} {w}, which is {n} percent more than in {Y}.
"We have {w} the {w} and we will not {w} it again," said {P}, who leads the {O}.
In {L}, some {N} people {w} the {w} after the {O} had {w} its {w} {w}.
The {w} {w} was {w} by {P}, Dr. {P} and a {w} from {L}, but nobody {w} the {w}.
It is not clear whether the {w} can be {w}; the {O} has asked for {n} days of {w}.
Since {Y} the {w} has been the {w} of a {w} that {w} and {w} more than {N} {w}.
Mr. {P} did not answer questions about the {w} of the U.S. {w}, a {w} told {O}.
What the {w} {w} needs, according to a {w} of {D}, is a {w} with {w} and {w}.
Prices for {w} rose by {n}.{n}% to {M} a tonne, the {O} reported on {D}.
They had {w} it for years, and then, at {n}:30 p.m., the {w} {w} of {L} was gone.
A {w} in {L} and a {w} in {L} are to {w} the {w} by {D}.""".split("\n")
LEFTOVERS = ["Share this:\nFacebook\nTwitter", "Leave a Reply\n\nYour email address will not be published.", "Read more: The {w} of {L}", "Sign up for our newsletter"]


def word():
    global reserve
    if not reserve: reserve = random.choices(WORDS, WEIGHTS, k=4096)
    return reserve.pop()


reserve = []
SLOTS = {
    "P": lambda: f"{random.choice(FIRST)} {random.choice(LAST)}", "L": lambda: random.choice(PLACES), "O": lambda: random.choice(ORGS),
    "D": lambda: f"{random.choice(MONTHS)} {random.randint(1, 28)}, 20{random.randint(10, 24)}", "Y": lambda: str(random.randint(1990, 2024)),
    "M": lambda: f"{random.choice('$€£')}{random.randint(1, 900)} {random.choice(('million', 'billion'))}", "n": lambda: str(random.randint(2, 12)),
    "N": lambda: f"{random.randint(1, 90)},{random.randint(100, 999)}", "w": word}


def fill(template):
    parts = template.split("{")
    return parts[0] + "".join(SLOTS[p[0]]() + p[2:] for p in parts[1:])


def document():
    paragraphs = [" ".join(fill(random.choice(TEMPLATES)) for _ in range(random.randint(1, 5))) for _ in range(random.randint(2, 12))]
    title = " ".join(word() for _ in range(7)).title()
    text = title + "\n\n" + "\n\n".join(paragraphs)
    return text + "\n\n" + "\n\n".join(fill(l) for l in random.sample(LEFTOVERS, 2)) if random.random() < .2 else text


def edited(text):
    return text.replace(" the ", " this ", 3)


size, i, pool = int(float(sys.argv[1]) * 1e6), 0, []
while size > 0:
    if len(pool) > 100 and random.random() < .1:
        text = random.choice((str, edited))(random.choice(pool))
    else:
        text = document()
        pool = pool[-2000:] + [text]
    line = json.dumps({"id": f"doc/{i}", "text": text, "date": f"20{i % 24:02}-0{i % 9 + 1}-1{i % 10}", "url": None}, ensure_ascii=False)
    print(line)
    size -= len(line.encode()) + 1
    i += 1
