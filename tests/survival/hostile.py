"""hostile.py: runs `pipeline` over one hostile input after the other: no crash, no hang, bounded memory, nothing lost.

A case is a function that writes its files into the current folder and returns what must come out: (kept, dropped, dead letters), with
None for a number that does not matter. Its name begins with the reader: j_ for jsonl_reader, t_ for text_reader. Texts that the case
calls good must be in the output as they are."""
import gzip, json, os, random, re, shutil, signal, socket, struct, subprocess, sys, time

pipeline, plugins, only = sys.argv[1], sys.argv[2], sys.argv[3:]
random.seed(5)
SECONDS, SLACK = 10, 64 << 20
sanitized = "address" in pipeline or "thread" in pipeline
GOOD = '{"id":"good","text":"A good line."}\n'


def put(name, data):
    if os.path.dirname(name):
        os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def zst(data, *options):
    return subprocess.run(["zstd", "-qc", *options], input=data if isinstance(data, bytes) else data.encode(), capture_output=True, check=True).stdout


def lines(*rows):
    put("in/a.jsonl", b"".join(r if isinstance(r, bytes) else r.encode() for r in rows))


def record(text, **more):
    return json.dumps({"id": "x", "text": text, **more}) + "\n"


MANY = "".join(f'{{"id":"m{i}","text":"record number {i} of many, {random.random()}"}}\n' for i in range(3000))

# ---- JSON Lines: lines ----
def j_empty_file(): lines(""); return 0, 0, 0
def j_one_line_feed(): lines("\n"); return 0, 0, 0
def j_blank_lines(): lines("\n  \n\t\r\n\n", GOOD, "\n\n"); return 1, 0, 0
def j_no_line_feed_at_the_end(): lines(GOOD.strip()); return 1, 0, 0
def j_crlf(): lines(GOOD.strip() + "\r\n" + GOOD.strip() + "\r\n"); return 2, 0, 0
def j_cr_alone(): lines(GOOD.strip() + "\r" + GOOD.strip() + "\r"); return None, None, None
def j_bom(): lines("\ufeff" + GOOD); return 1, 0, 0
def j_bom_in_the_middle(): lines(GOOD, "\ufeff" + GOOD); return None, None, None
def j_utf16(): put("in/a.jsonl", (GOOD * 20).encode("utf-16")); return 0, 0, 1
def j_utf32(): put("in/a.jsonl", (GOOD * 20).encode("utf-32")); return 0, 0, 1
def j_tail_of_nuls(): lines(GOOD, b"\0" * 5000); return 1, None, None
def j_file_of_nuls(): lines(b"\0" * 100000); return 0, None, None
def j_random_bytes(): lines(GOOD, os.urandom(1 << 19), "\n", GOOD); return None, None, None
def j_line_above_max_line(): lines(GOOD, b'{"id":"x","text":"' + b"a" * (3 << 20) + b'"}\n', GOOD); return 2, 0, 1
j_line_above_max_line.settings = ["read.max_line=1M"]
def j_text_above_max_document(): lines(GOOD, record("a" * (2 << 20)), GOOD); return 2, 0, 1
j_text_above_max_document.settings = ["pipeline.max_document=1M"]
def j_gibibyte_line():
    with open("in/a.jsonl.zst", "wb") as f:
        f.write(zst(GOOD)); f.flush()
        p = subprocess.Popen("head -c 1073741824 /dev/zero | tr '\\0' a | zstd -qc -1", shell=True, stdout=f)
        p.wait()
    with open("in/a.jsonl.zst", "ab") as f: f.write(zst("\n" + GOOD))
    return 2, 0, 1
j_gibibyte_line.settings = ["pipeline.memory=512M"]
j_gibibyte_line.seconds = 60
def j_large_hole():
    put("in/a.jsonl", GOOD)
    with open("in/a.jsonl", "ab") as f: f.truncate(200 << 20)
    return 1, None, None
j_large_hole.settings = ["pipeline.memory=512M"]
def j_hundred_thousand_short_lines(): lines("1\n" * 100000); return 0, 0, 100000

# ---- JSON Lines: JSON ----
def j_deep_arrays(): lines(GOOD, '{"id":"x","text":"t","m":' + "[" * 200000 + "]" * 200000 + "}\n", GOOD); return 2, 0, 1
def j_deep_objects(): lines(GOOD, '{"m":' * 200000 + "1" + "}" * 200000 + "\n", GOOD); return 2, 0, 1
def j_deep_and_open(): lines(GOOD, "[{" * 200000 + "\n", GOOD); return 2, 0, 1
def j_string_not_closed(): lines('{"id":"x","text":"abc\n', GOOD); return 1, 0, 1
def j_object_not_closed(): lines('{"id":"x","text":"abc"\n', GOOD); return 1, 0, 1
def j_behind_the_object(): lines('{"id":"x","text":"abc"} x\n', GOOD); return 1, 0, 1
def j_two_objects_on_a_line(): lines(GOOD.strip() + GOOD, GOOD); return 1, 0, 1
def j_array(): lines("[1,2]\n", GOOD); return 1, 0, 1
def j_scalars(): lines('1\n"a"\nnull\ntrue\n-\n', GOOD); return 1, 0, 5
def j_text_twice(): lines('{"id":"x","text":"first","text":"second"}\n', GOOD); return None, None, None
def j_id_twice(): lines('{"id":"x","id":"y","text":"t"}\n', GOOD); return None, None, None
def j_text_of_other_types(): lines('{"text":1}\n{"text":null}\n{"text":[]}\n{"text":{}}\n{"text":true}\n', GOOD); return None, None, None
def j_id_of_other_types(): lines('{"id":1,"text":"t"}\n{"id":null,"text":"t"}\n{"id":[],"text":"t"}\n{"id":{},"text":"t"}\n', GOOD); return None, None, None
def j_no_text(): lines('{"id":"x"}\n{}\n', GOOD); return None, None, None
def j_numbers(): lines('{"id":"x","text":"t","a":1e999999,"b":-0,"c":' + "9" * 10000 + ',"d":1.' + "0" * 5000 + "1}\n", GOOD); return 2, 0, 0
def j_bad_numbers(): lines(*('{"id":"x","text":"t","a":%s}\n' % n for n in ("01", "1.", ".1", "+1", "1e", "0x1", "NaN", "Infinity")), GOOD); return 1, 0, 8
def j_bad_escapes(): lines(*('{"id":"x","text":"%s"}\n' % e for e in (r"\x41", r"\u12", r"\uzzzz", "\\")), GOOD); return 1, 0, 4
def j_lone_surrogates(): lines(*('{"id":"x","text":"a%sb"}\n' % e for e in (r"\ud800", r"\udc00", r"\udc00\ud800", r"\ud800\u0041")), GOOD); return None, None, None
def j_nul_escapes(): lines('{"id":"a\\u0000b","text":"a\\u0000b","k\\u0000":1}\n', GOOD); return None, None, None
def j_raw_control_characters(): lines(b'{"id":"x","text":"a\x01b\tc\x7f"}\n', GOOD); return None, None, None
def j_raw_nul_in_a_string(): lines(b'{"id":"x","text":"a\0b"}\n', GOOD); return None, None, None
def j_hundred_thousand_keys(): lines(json.dumps({"id": "x", "text": "t", **{f"k{i}": i for i in range(100000)}}) + "\n", GOOD); return 2, 0, 0
def j_equal_keys(): lines('{"id":"x","text":"t"' + ',"k":1' * 100000 + "}\n", GOOD); return 2, 0, 0
def j_long_key(): lines(json.dumps({"id": "x", "text": "t", "k" * (1 << 20): 1}) + "\n", GOOD); return 2, 0, 0
def j_dotted_keys(): lines(json.dumps({"id": "x", "text": "t", ".": 1, "a..b": 2, "a": 3, "a.b": {"c": 4}, "": 5}) + "\n", GOOD); return None, None, None
def j_keys_of_ours(): lines(json.dumps({"id": "x", "text": "t", "sents": "no", "failed": 3, "flags": {}, "verdict": [], "cluster": {}}) + "\n", GOOD); return None, None, None

# ---- ids ----
def j_path_as_id(): lines(*(json.dumps({"id": i, "text": "t"}) + "\n" for i in ("../../../etc/passwd", "/etc/passwd", "..", "a/b/../c", "~", "C:\\x"))); return 6, 0, 0
def j_long_id(): lines(record("t") , json.dumps({"id": "i" * (1 << 20), "text": "t"}) + "\n"); return 2, 0, 0
def j_one_id_for_all(): lines(record("t") * 5000); return 5000, 0, 0
def j_ids_that_look_repeated(): lines(*(json.dumps({"id": i, "text": "t"}) + "\n" for i in ("a", "a#2", "a", "a#2", "a#2#2", "a"))); return 6, 0, 0
def j_id_of_control_characters(): lines(json.dumps({"id": "\x1b[2J\n\r\0", "text": "t"}) + "\n{"); return None, None, None

# ---- UTF-8 ----
def bad_utf8(*texts): lines(*(b'{"id":"x","text":"a ' + t + b' b"}\n' for t in texts), GOOD); return None, None, None
def j_overlong(): return bad_utf8(b"\xc0\x80", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xc1\xbf")
def j_raw_surrogates(): return bad_utf8(b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa0\x80\xed\xb0\x80")
def j_beyond_unicode(): return bad_utf8(b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xff", b"\xfe")
def j_cut_sequences(): return bad_utf8(b"\xe2\x82", b"\xf0\x9f\x98", b"\xc3", b"\xe2\x82\xe2\x82")
def j_lone_continuations(): return bad_utf8(b"\x80", b"\xbf" * 100)
def j_noncharacters(): return bad_utf8(b"\xef\xbf\xbf", b"\xef\xb7\x90", b"\xf4\x8f\xbf\xbf")
def j_latin1(): lines('{"id":"é","text":"café déjà vu"}\n'.encode("latin-1"), GOOD); return 2, 0, 0
def j_marks(): lines(record("a" + "\u0301" * 1000000), GOOD); return 2, 0, 0
def j_bidi(): lines(record("\u202e\u2066abc\u200d\ufeff\u00ad" * 1000), GOOD); return 2, 0, 0
def j_one_word(): lines(record("a" * 3000000), GOOD); return 2, 0, 0
def j_only_stops(): lines(record(". " * 1000000), record("." * 1000000), GOOD); return 3, 0, 0
def j_two_million_tokens(): lines(GOOD, record("a, " * (1 << 20)), GOOD); return 2, 0, 1
j_two_million_tokens.dead = "layer tokens: with 2097152 elements the layers .* more than 40 MB"
def j_only_white_space(): lines(record(" \n\t" * 100000), GOOD); return 1, 1, 0
def j_quotes_and_brackets(): lines(record("(\"[{" * 300000), GOOD); return 2, 0, 0

# ---- compression ----
def j_gz_cut(): put("in/a.jsonl.gz", gzip.compress(MANY.encode())[:-5000]); return None, 0, None
j_gz_cut.dead = "cut off|corrupt"
def j_gz_cut_in_its_head(): put("in/a.jsonl.gz", gzip.compress(MANY.encode())[:7]); return 0, 0, 1
def j_gz_damaged():
    data = bytearray(gzip.compress(MANY.encode()))
    data[len(data) // 2] ^= 0xff
    put("in/a.jsonl.gz", bytes(data))
    return None, 0, None
j_gz_damaged.dead = "corrupt|cut off|JSON"
def j_gz_wrong_checksum():
    data = bytearray(gzip.compress(MANY.encode()))
    data[-6] ^= 0xff
    put("in/a.jsonl.gz", bytes(data))
    return 3000, 0, 1
def j_gz_garbage_behind(): put("in/a.jsonl.gz", gzip.compress(MANY.encode()) + b"garbage behind it"); return 3000, 0, None
def j_gz_members(): put("in/a.jsonl.gz", gzip.compress(GOOD.encode()) * 100); return 100, 0, 0
def j_gz_empty(): put("in/a.jsonl.gz", b""); return 0, 0, 0
def j_gz_bomb(): put("in/a.jsonl.gz", gzip.compress(GOOD.encode()) + gzip.compress(b"\n" * (100 << 20))); return 1, 0, 0
def j_gz_bomb_in_one_line(): put("in/a.jsonl.gz", gzip.compress(GOOD.encode()) + gzip.compress(b" " * (100 << 20)) + gzip.compress(b"\n" + GOOD.encode())); return 2, 0, 1
j_gz_bomb_in_one_line.settings = ["read.max_line=8M"]
def j_zst_cut(): put("in/a.jsonl.zst", zst(MANY)[:-5000]); return None, 0, None
j_zst_cut.dead = "cut off|corrupt"
def j_zst_damaged():
    data = bytearray(zst(MANY, "--check"))
    data[len(data) // 2] ^= 0xff
    put("in/a.jsonl.zst", bytes(data))
    return None, 0, None
j_zst_damaged.dead = "corrupt|cut off"
def j_zst_wrong_checksum():
    data = bytearray(zst(MANY, "--check"))
    data[-1] ^= 0xff
    put("in/a.jsonl.zst", bytes(data))
    return None, 0, 1
def j_zst_skippable(): put("in/a.jsonl.zst", struct.pack("<II", 0x184d2a50, 5) + b"xxxxx" + zst(GOOD) + struct.pack("<II", 0x184d2a5f, 0)); return 1, 0, 0
def j_zst_skippable_that_lies(): put("in/a.jsonl.zst", zst(GOOD) + struct.pack("<II", 0x184d2a50, 1 << 30)); return 1, 0, 1
def j_zst_window(): put("in/a.jsonl.zst", zst(GOOD) + b"\x28\xb5\x2f\xfd\x00\xf8" + b"\x01\x00\x00"); return 1, 0, 1
def j_zst_bomb(): put("in/a.jsonl.zst", zst(GOOD) + zst(b"\n" * (100 << 20))); return 1, 0, 0
def j_plain_named_gz(): put("in/a.jsonl.gz", GOOD * 10); return 10, 0, 0
def j_gz_named_plain(): put("in/a.jsonl", gzip.compress(GOOD.encode() * 10)); return 10, 0, 0
def j_zst_named_gz(): put("in/a.jsonl.gz", zst(GOOD * 10)); return 10, 0, 0
def j_gz_magic_alone(): put("in/a.jsonl.gz", b"\x1f\x8b" + os.urandom(100000)); return 0, 0, 1
def j_zst_magic_alone(): put("in/a.jsonl.zst", b"\x28\xb5\x2f\xfd" + os.urandom(100000)); return 0, 0, None

# ---- files ----
def j_folder_named_like_a_file(): os.makedirs("in/x.jsonl"); lines(GOOD); return 1, 0, 0
def j_link_to_itself(): lines(GOOD); os.symlink("loop.jsonl", "in/loop.jsonl"); return 1, 0, None
def j_link_to_nothing(): lines(GOOD); os.symlink("nowhere", "in/b.jsonl"); return 1, 0, None
def j_link_to_its_folder(): lines(GOOD); os.symlink("..", "in/up"); os.symlink(".", "in/here"); return 1, 0, None
def j_fifo(): lines(GOOD); os.mkfifo("in/b.jsonl"); return 1, 0, None
def j_socket():
    lines(GOOD)
    socket.socket(socket.AF_UNIX).bind("in/b.jsonl")
    return 1, 0, None
def j_device(): lines(GOOD); os.symlink("/dev/zero", "in/b.jsonl"); return 1, 0, None
def j_unreadable():
    lines(GOOD); put("in/b.jsonl", GOOD); put("in/c/d.jsonl", GOOD)
    os.chmod("in/b.jsonl", 0); os.chmod("in/c", 0)
    return (3, 0, 0) if os.getuid() == 0 else (1, 0, 2)
def j_names():
    for name in (b"in/a\nb.jsonl", b"in/\xff\xfe.jsonl", b"in/'\"$(x).jsonl", b"in/-rf.jsonl", b"in/ .jsonl", b"in/" + b"n" * 240 + b".jsonl"):
        with open(name, "wb") as f: f.write(GOOD.encode())
    return 6, 0, 0
def j_vanishing_files():
    for i in range(200): put(f"in/{i:03}.jsonl", GOOD * 5)
    return None, 0, None
j_vanishing_files.settings = ["same_text.pause=1ms"]
def vanish():
    for i in range(199, 20, -1): os.unlink(f"in/{i:03}.jsonl")
j_vanishing_files.meanwhile = vanish
def j_shrinking_file(): lines(MANY * 3); return None, 0, None
j_shrinking_file.settings = ["same_text.pause=200us"]
def shrink(): os.truncate("in/a.jsonl", 1000)
j_shrinking_file.meanwhile = shrink
def j_growing_file(): lines(MANY); return None, 0, None
j_growing_file.settings = ["same_text.pause=200us"]
def grow():
    with open("in/a.jsonl", "a") as f: f.write(MANY)
j_growing_file.meanwhile = grow
def j_deep_folders():
    path = "in/" + "/".join("d" * 50 for _ in range(30))
    put(path + "/a.jsonl", GOOD)
    return 1, 0, 0

# ---- text files ----
def t_empty(): put("in/a.txt", b""); return 0, 1, 0
def t_nuls(): put("in/a.txt", b"\0" * 100000); return 0, 1, 0
def t_text_and_nuls(): put("in/a.txt", b"A text." + b"\0" * 100000 + b"More."); return None, None, None
def t_utf16(): put("in/a.txt", "A text of some length, ".encode("utf-16") * 1); return 1, 0, 0
def t_utf16_odd(): put("in/a.txt", "A text of some length.".encode("utf-16") + b"\x41"); return None, None, None
def t_utf16_surrogates(): put("in/a.txt", b"\xff\xfe" + b"\x00\xd8" * 50 + "text".encode("utf-16-le") + b"\x00\xdc" * 50); return None, None, None
def t_utf16_without_bom(): put("in/a.txt", ("A text of some length. " * 20).encode("utf-16-be")); return None, None, None
def t_binary(): shutil.copy(pipeline, "in/a.txt"); return None, None, None
def t_random(): put("in/a.txt", os.urandom(1 << 20)); return None, None, None
def t_boms(): put("in/a.txt", b"\xef\xbb\xbf" * 1000); return None, None, None
def t_latin1(): put("in/a.txt", "Über die Straße, café.".encode("latin-1")); return 1, 0, 0
def t_html(): put("in/a.txt", "<!DOCTYPE html><html><body>" + "<div>" * 50000); return 0, 0, 1
def t_long_line(): put("in/a.txt", "word " * (1 << 20)); return 1, 0, 0
def t_above_max_file(): put("in/a.txt", b"a " * (2 << 20)); put("in/b.txt", "A text."); return 1, 0, 1
t_above_max_file.settings = ["read.max_file=1M"]
def t_line_feeds(): put("in/a.txt", "a\n" * (1 << 20)); return 0, 0, 1
t_line_feeds.dead = "more than [0-9]+ lines, too many for `memory`"
def t_half_as_many_line_feeds(): put("in/a.txt", "a\n" * (300 << 10)); return 1, 0, 0
def t_gz_cut(): put("in/a.txt.gz", gzip.compress(MANY.encode())[:-5000]); return 1, 0, 1
def t_many_files():
    for i in range(3000): put(f"in/{i % 50}/{i}.txt", f"text {i}")
    return 3000, 0, 0


def config(reader, settings):
    put("job.ini", f"""[pipeline]
stages = read, clean, tokenize, same_text, write
plugin_path = {plugins}
dead_letters = dead.jsonl
report = report.json
state = state
memory = 64M
threads = 2
[read]
plugin = {'jsonl_reader' if reader == 'j' else 'text_reader'}
path = in
[clean]
plugin = cleaner
boilerplate = no
[tokenize]
plugin = tokenizer
[same_text]
decide = no
[write]
plugin = jsonl_writer
path = out.jsonl
""")


def wait(p, seconds):
    """Exit status and peak memory of the run and all its processes, or None when it hangs. The peak is time's: what wait4 says
    of a child of ours counts our own memory too, from before its exec."""
    end = time.time() + seconds
    while time.time() < end:
        pid, status = os.waitpid(p.pid, os.WNOHANG)
        if pid: return os.waitstatus_to_exitcode(status), int(open("peak").read().split()[-1]) << 10
        time.sleep(0.005)
    os.killpg(p.pid, signal.SIGKILL)
    os.waitpid(p.pid, 0)
    return None, 0


def problems(case, expected, code, peak, log):
    memory = next((int(s.split("=")[1][:-1]) << 20 for s in getattr(case, "settings", []) if "memory=" in s), 64 << 20)
    if code is None: return "it hangs"
    if code not in (0, 3, 66): return f"exit code {code}: {log[-300:]}"
    if "died in" in log or "SIG" in log: return f"a crash: {log[-300:]}"
    if code == 66: return None if expected == (0, 0, 0) else "no input"
    if peak > memory + SLACK and not sanitized: return f"{peak >> 20} MB of memory"
    d = json.load(open("report.json"))["documents"]
    got = d["kept"], d["dropped"], d["dead_letters"]
    if d["in"] != sum(got): return f"documents are lost: {d}"
    if any(e is not None and e != g for e, g in zip(expected, got)): return f"{got} instead of {expected} kept, dropped, dead"
    dead = open("dead.jsonl").read() if os.path.exists("dead.jsonl") else ""
    if len(dead.splitlines()) != got[2]: return "dead letters are missing"
    if (code == 3) != (got[2] > 0): return f"exit code {code} with {got[2]} dead letters"
    if hasattr(case, "dead") and not re.search(case.dead, dead): return f"the dead letters do not say why: {dead[:300]}"
    rows = [json.loads(l, parse_int=str) for l in open("out.jsonl", encoding="utf-8")]
    if len(rows) != got[0]: return "rows are missing"
    for l in dead.splitlines(): json.loads(l)
    return None


def make(case):
    """In a process of its own: what it holds to make the files would count as memory of the run."""
    r, w = os.pipe()
    if os.fork() == 0:
        os.write(w, json.dumps(case()).encode())
        os._exit(0)
    os.close(w)
    with os.fdopen(r) as f: expected = json.load(f)
    os.wait()
    return tuple(expected)


def run(case):
    os.makedirs("in")
    expected = make(case)
    config(case.__name__[0], None)
    with open("log", "wb") as log:
        p = subprocess.Popen(["/usr/bin/time", "-o", "peak", "-f", "%M", pipeline, "run", "-q", "job.ini", *getattr(case, "settings", [])], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    if hasattr(case, "meanwhile"):
        while not os.path.exists("state/checkpoint") and p.poll() is None: time.sleep(0.005)
        time.sleep(0.02)
        case.meanwhile()
    code, peak = wait(p, getattr(case, "seconds", SECONDS) * (20 if sanitized else 1) * float(os.environ.get("PATIENCE", 3)))
    return problems(case, expected, code, peak, open("log", errors="replace").read())


cases = [f for name, f in list(globals().items()) if re.match("[jt]_", name) and (not only or name in only)]
failed = 0
for case in cases:
    shutil.rmtree("work", ignore_errors=True)
    os.mkdir("work")
    os.chdir("work")
    wrong = run(case)
    subprocess.run(["chmod", "-R", "u+rwx", "."])
    os.chdir("..")
    if wrong:
        print(f"FAILED hostile: {case.__name__}: {wrong}")
        failed += 1
print(f"{'FAILED' if failed else 'ok'} hostile: {len(cases)} inputs, {failed} wrong")
sys.exit(failed > 0)
