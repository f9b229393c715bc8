"""Thirty nights of an incremental job: late articles, copies of earlier days, updates, withdrawals, repeated and touched inputs, kills,
clocks that jump. Usage: nights.py PIPELINE SEED, in an empty folder. Prints a line `ok ...` or `FAILED ...` per promise."""
import glob, json, os, random, shutil, signal, subprocess, sys, time

program, seed = sys.argv[1], int(sys.argv[2])
NIGHTS, ARTICLES = 30, 12
rng = random.Random(seed)
failed = False
faketime = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)  # the wrapper leaves semaphores when it is killed

CHAIN = """[pipeline]
stages = read, tokenizer, deduper, write
state = {state}
incremental = {incremental}
checkpoint_documents = 4
[read]
plugin = jsonl_reader
path = {inputs}
[deduper]
keep = first
spun = no
passages = no
fluency = no
{index}
[write]
plugin = jsonl_writer
path = {out}
rejected = {rejected}
"""


def check(what, good):
    global failed
    print("ok" if good else "FAILED", what)
    failed |= not good


def words(n):
    return [rng.choice("bcdfglmnprst") + rng.choice("aeiou") + rng.choice("lmnrst") + rng.choice("aeiou") + rng.choice("dkmnprs")
            for _ in range(n)]


def text_of(w):
    return "\n".join(" ".join(w[i:i + 12]).capitalize() + "." for i in range(0, len(w), 12))


def lightly_edited(w):
    w = list(w)
    for i in rng.sample(range(len(w)), 2): w[i] = words(1)[0]
    return w


def write(path, records):
    with open(path, "w", encoding="utf-8") as f:
        for r in records: f.write(json.dumps(r) + "\n")


def records(path):
    with open(path, encoding="utf-8") as f: return [json.loads(line) for line in f]


def environment():
    """The clock may jump, not the times of files."""
    if not faketime or rng.random() < .5: return None
    return dict(os.environ, LD_PRELOAD=faketime, NO_FAKE_STAT="1", FAKETIME=rng.choice(["-3d", "+1d", "+400d", "-1y"]))


def start(*command):
    return subprocess.Popen([program, *command], env=environment(), start_new_session=True, stdout=open("log", "a"),
                            stderr=subprocess.STDOUT)


def to_the_end(*command):
    """Killed up to twice at any moment; then it goes on to its end. The exit code, and how often it was killed."""
    kills = 0
    for _ in range(rng.choice([0, 0, 1, 2])):
        p = start(*command)
        time.sleep(rng.random() * .3)
        kills += p.poll() is None
        if p.poll() is None: os.killpg(p.pid, signal.SIGKILL)
        p.wait()
        if p.returncode == 0: return 0, kills  # it was faster than its killer
    return start(*command).wait(), kills


os.mkdir("in")
with open("nights.ini", "w") as f:
    f.write(CHAIN.format(state="state", incremental="yes", inputs="in", index="index = index", out="out/news-{run}.jsonl",
                         rejected="out/rejected-{run}.jsonl"))
articles, originals, updates, withdrawn, kills, codes = {}, set(), {}, {}, 0, []
for day in range(NIGHTS):
    today = []
    for i in range(ARTICLES):
        name = f"d{day:02}a{i:02}"
        known = sorted(originals)  # copies of copies are found through the copy, which no later night knows
        kind = rng.random() if known else 1
        if kind < .1:
            w = articles[rng.choice(known)]
        elif kind < .25:
            w = lightly_edited(articles[rng.choice(known)])
        else:
            w = words(150)
            originals.add(name)
        articles[name] = w
        today.append({"id": name, "text": text_of(w)})
    if day > 2 and day % 3 == 0:
        old = f"d{day - 2:02}a{rng.randrange(ARTICLES):02}"
        text = text_of(lightly_edited(articles[old]))
        today.append({"id": old, "text": text})
        if old not in withdrawn: updates[old] = text
    write(f"in/{day:02}.jsonl", today)
    if day % 5 == 4: shutil.copy(f"in/{day - 1:02}.jsonl", f"in/{day - 1:02}-again.jsonl")
    if day % 7 == 6: os.utime(f"in/{day - 2:02}.jsonl")
    if day % 4 == 3:  # an article that comes late, in the file of an earlier day
        name, w = f"d{day:02}late", words(150)
        articles[name] = w
        with open(f"in/{day - 3:02}.jsonl", "a", encoding="utf-8") as f:
            f.write(json.dumps({"id": name, "text": text_of(w)}) + "\n")
    code, n = to_the_end("run", "-q", "nights.ini")
    kills += n
    codes.append(code)
    if day % 3 == 1:  # no later article is a copy of it: that would be an article of its own now
        name = f"d{day - rng.randrange(min(day, 3)):02}a{rng.randrange(ARTICLES):02}"
        originals.discard(name)
        withdrawn[name] = len(os.listdir("out"))  # the files of these runs may have it
        code, n = to_the_end("forget", rng.choice(["nights.ini", "state"]), name)
        kills += n
        codes.append(code)

check(f"every night and every withdrawal ends well ({kills} kills{', clocks that jump' if faketime else ''})", set(codes) == {0})
if failed: print("exit codes", codes)
parts = sorted(p for p in os.listdir("out") if p.startswith("news-") and p.endswith(".jsonl"))
kept = [r for p in parts for r in records("out/" + p)]
new = [r["id"] for r in kept if not r["metadata"]["update_of"]]
check("nothing is published twice", len(new) == len(set(new)))
found = {r["id"]: r["text"] for r in kept if r["metadata"]["update_of"]}
check(f"every update is published once, under the id that it replaces ({len(updates)})",
      found == updates and sum(bool(r["metadata"]["update_of"]) for r in kept) == len(updates) and
      all(r["metadata"]["update_of"] == r["id"] for r in kept if r["metadata"]["update_of"]))
seen = {r["id"] for p in os.listdir("out") if p.endswith(".jsonl") for r in records("out/" + p)}
check(f"nothing is lost ({len(articles)} articles)", seen | set(withdrawn) == set(articles))
check("no half-written file is left", not [p for p in os.listdir("out") if not p.endswith(".jsonl")])

kept_files = [open(p, "rb").read() for folder in ("state", "index") for p in glob.glob(folder + "/*")]
check(f"of what was withdrawn nothing is kept ({len(withdrawn)})", not [n for n in withdrawn for data in kept_files if n.encode() in data])
files = sorted(os.listdir("out"), key=lambda p: p.split("-")[1])
again = [(p, r["id"]) for n, at in withdrawn.items() for p in files[at:] for r in records("out/" + p)
         if r["id"].split("#")[0] == n and (p.startswith("news") or r["text"])]
check("and nothing of it is written again, though inputs bring it", not again and
      [r for p in files if p.startswith("rejected") for r in records("out/" + p) if r["verdict"]["reason"] == "withdrawn"])
if again: print(again)

os.mkdir("all")
order = []  # in the order in which the nights read them
for p in parts:
    run = p[5:10]
    both = records("out/" + p) + records(f"out/rejected-{run}.jsonl")
    order += sorted(r["id"] for r in both if not r["metadata"]["update_of"] and
                    (r.get("verdict") or {}).get("reason") not in ("known", "withdrawn"))
write("all/all.jsonl", [{"id": i, "text": text_of(articles[i])} for i in order])
with open("all.ini", "w") as f:
    f.write(CHAIN.format(state="state.all", incremental="no", inputs="all", index="", out="all.jsonl", rejected="all.rejected.jsonl"))
check("one run over all of it ends well", start("run", "-q", "all.ini").wait() == 0)
whole = {r["id"] for r in records("all.jsonl")}
check(f"and keeps the same set ({len(new)} articles)", whole == set(new))
if whole != set(new): print("by one run alone", sorted(whole - set(new)), "by nights alone", sorted(set(new) - whole))
sys.exit(failed)
