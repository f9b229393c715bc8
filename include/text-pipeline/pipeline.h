/* pipeline.h: the interface between `pipeline` and its plugins. ABI 1.
 *
 * A plugin is a shared object NAME.so that exports one function, pl_plugin_get. It is handed the host's table of
 * functions in `open` and links against nothing of the host. Start at the bottom of this file: pl_plugin_get, then
 * struct pl_plugin, then struct pl_host. The guide with worked examples is include/README.md.
 *
 * Rules that hold for every declaration here:
 *   units     offsets and sizes are bytes of UTF-8 text unless a name says otherwise
 *   memory    what a batch gives out dies with the batch; no function takes ownership of an argument. Strings handed to
 *             set, annotate, edit, drop and add are not copied: they live in the batch (alloc, strf) or for ever
 *   threads   unless said otherwise a function may be called from any thread that the host calls the plugin on
 *   errors    functions that can fail return a pl_rc; on PL_EDOC and PL_ESTOP the host has the message already, so a plugin
 *             just returns the code. Functions documented "never NULL" do not return when memory is gone
 *   growth    structs marked "grows" begin with `size`; a member is read only if `size` covers it; members are only appended
 * A callback never exits, aborts, writes to stdout or stderr, or keeps a pointer into a batch. */
#ifndef TEXT_PIPELINE_H
#define TEXT_PIPELINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PL_ABI 1u
#define PL_EXPORT __attribute__((visibility("default")))
#if defined(__GNUC__)
#define PL_PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#define PL_PRINTF(at, first)
#endif

/* ---- Values --------------------------------------------------------------------------------------------------- */

typedef struct pl_str { const char *p; size_t n; } pl_str;    /* `n` bytes at `p`, not NUL-terminated */
typedef struct pl_span { uint32_t begin, end; } pl_span;      /* bytes [begin, end) of a text */
typedef struct pl_array { const void *v; uint32_t n, element_size; } pl_array; /* step by element_size, as pl_at does */

/* Element `i` of an array, i < n. An element may be longer than the struct that this header knows. */
static inline const void *pl_at(pl_array array, uint32_t i) {
    return (const char *)array.v + (size_t)i * array.element_size;
}

/* Where a document came from. Positions are unique in a run and ordered as the input is. */
typedef struct pl_position {
    uint32_t file;     /* index of the input file in the host's list */
    uint32_t ordinal;  /* tells documents apart that begin at the same offset; else 0 */
    uint64_t offset;   /* byte of the inflated file where the record begins */
} pl_position;

typedef enum pl_rc {
    PL_OK = 0,
    PL_END = 1,      /* no more: of input, of elements; from `add`: the document was taken and the batch is full */
    PL_EDOC = -1,    /* this document is bad: it becomes a dead letter, the run goes on */
    PL_ESTOP = -2,   /* the run cannot go on */
    PL_EAGAIN = -3   /* open only: what the stage needs is in use by another run; later it may go (exit code 75) */
} pl_rc;

/* Types of options, of layer members and of fields; in brackets the C type of the member. */
typedef enum pl_type {
    PL_BOOL,       /* [int] yes/no, true/false, on/off, 1/0 */
    PL_INT,        /* [int64_t, or int32_t by `size`] */
    PL_UINT,       /* [uint64_t, or 32, 16, 8 bits by `size`] */
    PL_REAL,       /* [double, or float by `size`] */
    PL_TEXT,       /* [pl_str] */
    PL_NAME,       /* [uint16_t] a number from name_id, written as its string; not for options */
    PL_ENUM,       /* [int] index in `choices` */
    PL_SIZE,       /* [uint64_t] bytes: "64M" (K, M, G, T are powers of 1024) */
    PL_DURATION,   /* [int64_t] nanoseconds: "30s" (ns, us, ms, s, m, h, d) */
    PL_PATH,       /* [pl_str] relative to the config file when given in one; "-" stays */
    PL_LIST,       /* [pl_array of pl_str] comma separated */
    PL_JSON        /* [pl_str] one valid JSON value, written as it is; fields and layer members only */
} pl_type;

/* pl_field_def.flags */
#define PL_REQUIRED   1u   /* the option must be set */
#define PL_DEPRECATED 2u   /* still works, with a warning that prints `help` */
#define PL_SECRET     4u   /* never printed */
#define PL_READS      8u   /* path that is read: `check` looks for it */
#define PL_WRITES    16u   /* path that is written: `check` looks whether that is possible. With PL_READS: kept from run to run, may be a
                            * folder, made by the first run. What no option names is out of reach of `process`: `sandbox` */
#define PL_GLOB      32u   /* path may be a pattern, a folder or "-" */

/* One row of a table that describes a struct: the options of a plugin, the elements of a layer. The host parses, checks and
 * documents options from it, and writes layers from it. A table ends with a row whose name is NULL. */
typedef struct pl_field_def {
    const char *name;      /* key in the config, or in the JSON record */
    pl_type type;
    size_t offset, size;   /* of the member: offsetof, sizeof */
    const char *def;       /* default as written in a config; NULL: zero or empty */
    double min, max;       /* allowed range of numbers, sizes (bytes) and durations (seconds); equal: any */
    const char *choices;   /* PL_ENUM: "best, first, longest"; else NULL */
    const char *help;      /* one sentence, shown by `pipeline plugins NAME` */
    unsigned flags;
} pl_field_def;

/* pl_layer_def.flags */
#define PL_EXACT      1u   /* an element whose bytes are edited goes (tokens); otherwise it is clipped, and goes when empty */
#define PL_NO_SPAN    2u   /* elements are records without a span (duplicates); the struct does not begin with pl_span */
#define PL_ORIGINAL   4u   /* spans count in the original text and never move (zones) */
#define PL_ONE        8u   /* at most one element: written as an object or null, not as a list */
#define PL_WITH_TEXT 16u   /* the covered text is written with each element as "text" */

/* A layer that a plugin gives: an array of structs that begin with pl_span, sorted by (begin, -end). `fields` describes the
 * members after the span (of all members with PL_NO_SPAN); it may be NULL. */
typedef struct pl_layer_def {
    const char *name;             /* key in the JSON record; a table ends with NULL */
    size_t element_size;
    const pl_field_def *fields;
    size_t field_stride;          /* sizeof(pl_field_def) */
    const char *help;
    unsigned flags;
} pl_layer_def;

/* ---- Elements of the well-known layers -------------------------------------------------------------------------- */

typedef enum pl_token_kind {
    PL_WORD = 0, PL_NUMBER, PL_PUNCTUATION, PL_SYMBOL, PL_URL, PL_EMAIL, PL_HANDLE, PL_EMOJI
} pl_token_kind;

/* pl_token.flags */
#define PL_SENTENCE_START   1u
#define PL_PARAGRAPH_START  2u
#define PL_SPACE_BEFORE     4u    /* white space, or the begin of the text, stands before it */
#define PL_ABBREVIATION     8u    /* its full stop belongs to it */
#define PL_JOINED          16u    /* a hyphen, slash or apostrophe joins it to the token on its left */
#define PL_STOPWORD        32u    /* a function word of the document's language */
#define PL_PARAGRAPH_END   64u
#define PL_GLUED          128u    /* a sentence end without white space after it: "end.Next" */

/* pl_token.shape, low 3 bits: the case class. Above them a 13-bit fold of the shape: equal shapes ("Xxxx", "dd,ddd" with
 * runs folded) have equal values; nothing else may be read from it. */
typedef enum pl_case { PL_NO_CASE = 0, PL_LOWER, PL_TITLE, PL_UPPER, PL_MIXED } pl_case;
#define PL_CASE(shape) ((pl_case)((shape) & 7u))

typedef struct pl_token {      /* layer "tokens", PL_EXACT: every byte that is not white space is in exactly one token */
    pl_span span;
    uint64_t hash;             /* XXH3 (64 bits, seed 0) of the case-folded form; equal forms, equal hashes, in every run */
    uint64_t stem;             /* the same of the stem; equals hash when there is no stemmer */
    uint16_t shape;
    uint8_t kind, flags;       /* pl_token_kind; PL_SENTENCE_START ... */
    uint32_t reserved;
} pl_token;

typedef struct pl_sentence { pl_span span; uint32_t first_token, tokens; } pl_sentence;   /* layer "sents" */

/* pl_entity.flags */
#define PL_FROM_RULE      1u
#define PL_FROM_GAZETTEER 2u
#define PL_FROM_MODEL     4u
#define PL_PROPAGATED     8u     /* labelled because the same name was labelled elsewhere in the document */

typedef struct pl_entity {     /* layer "ents": mentions, not overlapping */
    pl_span span;
    uint16_t type, flags;      /* type: name_id("PERSON") */
    float score;               /* 0..1 */
    pl_str canonical, normal;  /* normal: "XXXX-06-27", "24.5e9 USD", "0.45"; empty where there is none */
} pl_entity;

typedef struct pl_entity_row { /* layer "entities", PL_NO_SPAN: one row per canonical name, by first mention */
    pl_str canonical;
    uint16_t type, reserved;
    uint32_t count;
    pl_array forms;            /* of pl_str: the different spellings, by first mention */
} pl_entity_row;

typedef struct pl_zone { pl_span span; uint16_t kind, reserved; uint32_t reserved2; } pl_zone;     /* "zones", PL_ORIGINAL */
typedef struct pl_scored { pl_span span; double score; } pl_scored;              /* layers "summary", "keyphrases" */

typedef struct pl_duplicate {  /* layers "duplicates" (PL_NO_SPAN) and "duplicate_of" (PL_NO_SPAN, PL_ONE) */
    pl_str id;                 /* of the other document */
    double similarity;         /* 0..1 */
    pl_str rule;               /* "exact", "near", "contained", "spun" */
    pl_str evidence;           /* a JSON value, or empty */
} pl_duplicate;

typedef struct pl_passage { pl_span span; pl_str id; uint32_t other_begin, other_end; } pl_passage; /* layer "passages" */

typedef struct pl_value {
    pl_type type;                                      /* PL_INT, PL_REAL, PL_TEXT, PL_BOOL, PL_JSON or PL_LIST */
    union { int64_t i; double r; pl_str s; pl_array list; } u;   /* PL_BOOL in i; PL_TEXT and PL_JSON in s */
} pl_value;

/* ---- Objects of the host ---------------------------------------------------------------------------------------- */

typedef struct pl_context pl_context;      /* one stage of one run; lives from open to close, any thread may use it */
typedef struct pl_document pl_document;    /* opaque; lives as long as its batch */
typedef struct pl_input pl_input;          /* an input file being read */
typedef struct pl_output pl_output;        /* a file the host writes for a stage */
typedef struct pl_state pl_state;          /* an append-only file of a stage in the state folder */
typedef struct pl_cursor pl_cursor;        /* a walk over sorted records */

/* A run of consecutive documents and the memory of all of them: the unit of scheduling and of order. Grows. */
typedef struct pl_batch {
    uint32_t size, reserved;
    uint64_t seq;          /* 0, 1, 2, ... in input order */
    void *scratch;         /* of this thread and this stage, from thread_open; NULL without */
} pl_batch;

typedef enum pl_level { PL_ERROR = 3, PL_WARNING = 4, PL_INFO = 6, PL_DEBUG = 7 } pl_level;
typedef enum pl_state_of { PL_KEPT = 0, PL_DROPPED = 1, PL_DEAD = 2 } pl_state_of;

typedef struct pl_verdict { pl_state_of state; pl_str stage, reason, message; } pl_verdict;

/* One edit of the chain that leads from the original text to the current one. Grows: set `size` before the call. */
typedef struct pl_removal {
    uint32_t size;
    pl_span original;      /* what it replaced, in the original text */
    pl_str text;           /* those bytes */
    pl_str with;           /* what stands there now; empty: a deletion */
    pl_str why, stage;
} pl_removal;

typedef struct pl_record {         /* what `emit` was given, in the order (kind, key, position, ordinal) */
    uint32_t kind, ordinal;        /* ordinal: the n-th record of its document in its round */
    uint64_t key[2];
    pl_position position;
    pl_str bytes;                  /* valid until the next call on the cursor */
} pl_record;

typedef struct pl_layer_info { int id; const pl_layer_def *def; pl_str stage; } pl_layer_info;

/* Names of the members that `parse` looks for; NULL stands for the default. Grows. */
typedef struct pl_record_names { uint32_t size, reserved; const char *id, *text, *metadata; } pl_record_names;

/* pl_output_options.flags */
#define PL_REJECTS 1u              /* JSON lines about dropped documents, which `pipeline forget` takes out of it by their "id" */

/* Grows. The compression follows the name: .gz, .zst, else none; "-" is standard output. */
typedef struct pl_output_options {
    uint32_t size, flags;
    pl_str path;
    uint64_t max_part;             /* bytes before compression after which NAME.00001.EXT begins; 0: one file */
} pl_output_options;

/* pl_encoding.flags */
#define PL_BYTE_OFFSETS     1u     /* spans count bytes; default: code points */
#define PL_METADATA_STRING  2u     /* `metadata` is written as one JSON string */
#define PL_WITH_VERDICT     4u     /* adds "verdict": for rejected documents */
#define PL_LAYERS_ONLY      8u     /* id, text, fields and the named layers only, and only those: what `exec` sends */

typedef struct pl_encoding { uint32_t size, flags; const int *layers; uint32_t n; uint32_t reserved; } pl_encoding;   /* grows */

/* ---- What the host offers --------------------------------------------------------------------------------------- */

/* Grows. Where "open only" stands, the function may be called in `open` alone; "resolve only" and so on likewise. */
typedef struct pl_host {
    uint32_t size, abi;

    /* -- say -- */
    /* Writes one line to the log, prefixed by the stage. Any thread. Text of documents is escaped by the host. */
    void (*log)(pl_context *, pl_level, const char *format, ...) PL_PRINTF(3, 4);
    /* Sets the reason for the failure that the callback is about to return; returns `rc`. The first reason wins. */
    int (*fail)(pl_context *, int rc, const char *format, ...) PL_PRINTF(3, 4);

    /* -- memory -- */
    /* `n` bytes of the batch's memory, aligned to `align` (a power of two, at most 64), not zeroed. Never NULL. */
    void *(*alloc)(pl_batch *, size_t n, size_t align);
    /* A formatted string in the batch's memory; NUL-terminated too, the NUL is not counted. */
    pl_str (*strf)(pl_batch *, const char *format, ...) PL_PRINTF(2, 3);
    /* Bytes that this stage may hold at once in resolve (malloc is allowed there). */
    size_t (*memory)(pl_context *);

    /* -- batch -- */
    uint32_t (*documents)(const pl_batch *);
    pl_document *(*document)(pl_batch *, uint32_t i);
    /* A pointer of this stage's own on a document, NULL at first: from process to commit of the same batch. */
    void **(*slot)(pl_batch *, pl_document *);

    /* -- text -- */
    pl_str (*id)(const pl_document *);
    pl_str (*source)(const pl_document *);          /* name of the input file */
    pl_position (*position)(const pl_document *);
    pl_str (*text)(const pl_document *);            /* valid UTF-8; does not change during a callback */
    pl_str (*original)(const pl_document *);        /* the decoded text before the first stage */
    /* Replaces [begin, end) of `text` by `with` when the callback has returned PL_OK. begin == end inserts; inserts at one
     * point keep their order. Overlapping edits make the document PL_EDOC; so does an offset inside a character. `why`
     * names the rule, such as "boilerplate:comment-form". process and settle only. */
    int (*edit)(pl_batch *, pl_document *, uint32_t begin, uint32_t end, pl_str with, pl_str why);
    /* The byte of the original text that byte `at` of the current text came from; inside an insertion, where it stands. */
    uint32_t (*to_original)(const pl_document *, uint32_t at);
    /* The i-th edit in the order it was made; PL_END when there are no more. */
    int (*removal_at)(const pl_document *, uint32_t i, pl_removal *);

    /* -- layers -- */
    /* The number of a layer that this stage needs or gives; -1 when no stage of this run gives it. open only. */
    int (*layer_id)(pl_context *, const char *name);
    /* The elements of a layer; n = 0 when there are none or id is -1. */
    pl_array (*layer)(const pl_document *, int id);
    /* Room for up to `at_most` elements of a layer that this stage gives, zeroed. Fill it, then call annotated with the
     * number used. Elements are sorted by (begin, -end) if they are not. A second call for a layer replaces the first.
     * process and settle only; takes effect on PL_OK. NULL: with so many the layers of this document would fill most of
     * `memory`; the host has noted it and makes the document PL_EDOC, so just return. */
    void *(*annotate)(pl_batch *, pl_document *, int id, uint32_t at_most);
    void (*annotated)(pl_batch *, uint32_t n);
    /* All layers of the run, i = 0, 1, ...; PL_END when there are no more. For writers. */
    int (*layer_at)(pl_context *, uint32_t i, pl_layer_info *);
    /* The row of one member of a layer that another plugin gives; NULL when it has no such member. */
    const pl_field_def *(*layer_member)(pl_context *, int id, const char *name);

    /* -- fields: id, source, title, language, flags, failed, created at top level; all others in `metadata` -- */
    /* PL_OK and the value, or PL_END when it is not set. Dotted names nest. */
    int (*get)(const pl_document *, const char *name, pl_value *);
    /* Sets a field; an empty text or a NaN means unknown. `name` is not copied. process and settle only. */
    int (*set)(pl_batch *, pl_document *, const char *name, pl_value);
    int (*field_at)(const pl_document *, uint32_t i, pl_str *name, pl_value *);
    /* Adds a word to the list `flags` once. */
    void (*flag)(pl_batch *, pl_document *, const char *name);

    /* -- verdict -- */
    pl_verdict (*verdict)(const pl_document *);
    /* Drops the document when the callback returns PL_OK: a decision, not an error. `reason` is a word of a small closed
     * vocabulary ("empty", "exact"), counted in the report; the message is for people. process and settle only. */
    void (*drop)(pl_batch *, pl_document *, const char *reason, const char *format, ...) PL_PRINTF(4, 5);

    /* -- shared -- */
    int (*name_id)(pl_context *, const char *name);       /* open only; at most 65535 names in a run */
    pl_str (*name)(pl_context *, int id);
    void (*metric)(pl_context *, const char *name, double value);      /* last value wins; commit, resolve and finish only */
    void (*count)(pl_context *, const char *name, uint64_t n);         /* adds; any thread; shown in the report */
    /* A data file, mapped read-only until the run ends: looked for beside the config, then in the plugin's data folder. */
    int (*map_file)(pl_context *, const char *path, pl_str *bytes);

    /* -- barrier -- */
    /* Says that this stage must see the whole corpus before it decides. open only. */
    void (*barrier)(pl_context *, int on);
    /* A record for resolve, sorted with all others. The bytes are copied. process only; takes effect on PL_OK. */
    int (*emit)(pl_batch *, pl_document *, uint32_t kind, const uint64_t key[2], pl_str bytes);
    /* The same in resolve, for a later round, in the name of a document. */
    int (*emit_at)(pl_context *, pl_position, uint32_t kind, const uint64_t key[2], pl_str bytes);
    /* A walk over the records of a kind with low <= key[0] <= high. resolve only. NULL: the run cannot go on. */
    pl_cursor *(*records)(pl_context *, uint32_t kind, uint64_t low, uint64_t high);
    int (*next)(pl_cursor *, pl_record *);                /* PL_OK, PL_END, PL_ESTOP */
    int (*seek)(pl_cursor *, const uint64_t key[2]);      /* forward to the first record with a key >= this one */
    void (*close_cursor)(pl_cursor *);
    /* A message to the document at `position`, read by settle. Any number per document; they keep their order. The bytes are
     * copied. resolve only. */
    int (*decide)(pl_context *, pl_position, pl_str bytes);
    /* Those messages as an array of pl_str. settle only. */
    pl_array (*decisions)(const pl_document *);

    /* -- input: readers only -- */
    /* Adds to the input list: a file, a folder (recursively, by name), a pattern, or "-" for standard input; `suffixes`
     * limits folders to names that end so (comma separated, NULL: all). open only. */
    int (*input_add)(pl_context *, pl_str path, const char *suffixes);
    /* The next input file, opened; NULL after the last. A file that cannot be opened becomes a dead letter by itself. The
     * one before is closed. read only. */
    pl_input *(*input_next)(pl_context *);
    /* Up to `n` inflated bytes; 0 at the end. A damaged file gives its readable part first, then becomes a dead letter
     * and ends. `at` is the position of the first byte. */
    ptrdiff_t (*input_read)(pl_input *, void *buffer, size_t n, pl_position *at);
    pl_str (*input_name)(pl_input *);                     /* path relative to the root; for ever */
    /* Hands a record on as a document. `raw` lives in the batch. PL_END: taken, and the batch is full: return from read. */
    int (*add)(pl_batch *, pl_str raw, pl_str source, pl_position);
    /* Notes where to go on after this batch: the position of the first byte not yet used. Call it before read returns. */
    void (*mark)(pl_batch *, pl_position);
    /* Opens the file of an earlier mark and goes to its offset; used instead of input_next for the first file of a resumed
     * run. PL_END: nothing was marked, begin at the beginning. */
    int (*input_resume)(pl_context *, pl_input **);
    /* Refuses a record that never became a document: a dead letter. Counts as one document in. */
    void (*refuse)(pl_batch *, pl_str raw, pl_str source, pl_position, const char *format, ...) PL_PRINTF(5, 6);
    pl_str (*raw)(const pl_document *);
    /* In process of a reader: decodes `bytes` ("auto", "utf-8", any iconv name) and makes them the text. An empty id
     * stands for source + offset. Empty text drops the document ("empty"); text above max_document is PL_EDOC. */
    int (*set_text)(pl_batch *, pl_document *, pl_str id, pl_str bytes, const char *encoding);
    /* The same from a JSON record: id, text, metadata and all other members; see "fields". */
    int (*parse)(pl_batch *, pl_document *, pl_str json, const pl_record_names *);

    /* -- output -- */
    /* A file that the host writes: NAME.part until the run is published. open only. NULL: the run cannot go on. */
    pl_output *(*output_open)(pl_context *, const pl_output_options *);
    /* Appends; with a batch the bytes wait for its turn, so that files are in input order; without (resolve, finish) at
     * once. A record that must not be split between parts is one call. */
    int (*output_append)(pl_output *, pl_batch *, pl_str bytes);
    /* The document as one line of JSON without the line feed. `layers`: NULL means all but tokens. */
    pl_str (*encode)(pl_batch *, pl_document *, const pl_encoding *);

    /* -- state: survives a kill and a restart -- */
    /* Small values; only what changed since the last save. save only. The bytes are copied. */
    int (*put)(pl_context *, const char *key, pl_str value);
    int (*fetch)(pl_context *, const char *key, pl_str *value);        /* load only; PL_END when there is none */
    pl_state *(*state_open)(pl_context *, const char *name);           /* open only */
    int (*state_append)(pl_state *, pl_str bytes);                     /* commit, resolve, finish */
    int (*state_map)(pl_state *, pl_str *bytes);                       /* valid until the next append */

    /* -- broker: programs beside the run -- */
    /* Says which program serves this stage; `timeout` in ns per request. open only. */
    int (*serve)(pl_context *, const pl_array *command, int64_t timeout);
    /* Sends one line to this thread's child and waits for one line back (in the batch, without the line feed). The child is
     * started when needed. PL_EDOC: it died, hung or closed; the next call starts a new one. process only. */
    int (*call)(pl_batch *, pl_document *, pl_str request, pl_str *answer);
    /* Takes over a JSON record with changed keys only: fields, metadata, flags, "edits" (code points of the text as sent), "drop":
     * {"reason", "message"}. PL_EDOC: another id or none, bad JSON, a text that differs from the document's. */
    int (*merge)(pl_batch *, pl_document *, pl_str json);

    /* -- upkeep -- */
    /* The day on which the run began, in days since 1970-01-01; the same when it goes on after a kill. For what is kept from run
     * to run: no output may depend on it. */
    int32_t (*day)(pl_context *);
} pl_host;

/* ---- What a plugin is ------------------------------------------------------------------------------------------- */

typedef enum pl_kind { PL_READER = 1, PL_STAGE = 2, PL_WRITER = 3 } pl_kind;

/* pl_plugin.flags */
#define PL_PURE 1u   /* process only reads text, fields and layers, and only annotates: the host may call it again */

/* pl_upkeep.what */
#define PL_UPKEEP_CHECK   0u   /* Can this version read it? PL_ESTOP with fail: no. In `check` and before each run, too */
#define PL_UPKEEP_FIND    1u   /* counts the documents that are asked for; changes nothing */
#define PL_UPKEEP_FORGET  2u   /* takes them out, so that no byte of them is left and none of them counts any more */
#define PL_UPKEEP_MIGRATE 3u   /* brings an older format up to date; `n`: how many files */

/* What is asked of a stage that keeps documents from run to run (an option with PL_READS and PL_WRITES says where). Grows. */
typedef struct pl_upkeep {
    uint32_t size, what;
    pl_str id;             /* FIND, FORGET: the document of this id; empty: all ... */
    int32_t before;        /* ... of runs that began before this day, in days since 1970-01-01 */
    uint32_t reserved;
    uint64_t n;            /* the answer: how many; 0 before */
} pl_upkeep;

/* Grows. Every callback but process (readers: read and process) may be NULL.
 * Order: open, [upkeep ...], [load], thread_open per thread, read/process/commit ..., [resolve, settle/commit ...], [save between commits],
 * finish, thread_close, close. `self` is what open made; in process and settle it is read-only. */
typedef struct pl_plugin {
    uint32_t size, abi;                    /* sizeof(pl_plugin), PL_ABI */
    pl_kind kind;
    const char *name, *version, *license, *summary;
    const char *needs, *gives;             /* layers: "tokens sents?"; ? = used if there */
    const pl_field_def *options;           /* NULL: none */
    size_t option_stride, options_size;    /* sizeof(pl_field_def), sizeof of the struct that they describe */
    const pl_layer_def *layers;            /* of the layers in `gives`; NULL: none */
    size_t layer_stride;
    unsigned flags;
    uint32_t rounds;                       /* rounds of resolve; 0 means 1 */

    /* Checks the options, loads models, opens outputs. `options` lives until close. Called in a probe before the run too, in
     * a process of its own, where outputs are not created. What it left in *self (NULL before) is for `close` to free, also
     * when it fails. */
    int (*open)(pl_context *, const pl_host *, const void *options, void **self);
    int (*thread_open)(void *self, pl_context *, void **scratch);
    void (*thread_close)(void *self, pl_context *, void *scratch);
    /* Readers: cuts records out of the input and adds them until add says PL_END. Never two calls at once. PL_END: the input
     * is used up; the batch may still hold documents. */
    int (*read)(void *self, pl_batch *);
    /* Stages: kept documents only; writers: all. On any thread, never twice at once on one batch. What it did takes effect
     * only on PL_OK; PL_EDOC (with fail) makes the document a dead letter. Of a reader: parses what read cut. */
    int (*process)(void *self, pl_batch *, pl_document *);
    /* Once per batch, in input order, one at a time, on any thread. Of a barrier stage: after settle. */
    int (*commit)(void *self, pl_batch *);
    /* After the last process of the whole corpus: reads records, decides. [low, high] is the range of key[0] to work on. */
    int (*resolve)(void *self, pl_context *, uint32_t round, uint64_t low, uint64_t high);
    /* Per document, in parallel, after resolve; with decisions(). */
    int (*settle)(void *self, pl_batch *, pl_document *);
    int (*save)(void *self, pl_context *);      /* between commits: put what load needs to go on from here */
    int (*load)(void *self, pl_context *);      /* after open, in a resumed run */
    int (*finish)(void *self, pl_context *);    /* once, after the last commit, before outputs are published */
    void (*close)(void *self, pl_context *);
    /* After open and before everything else, no other run at work: what the stage keeps from run to run is looked after. Killed
     * at any moment and asked once more, it comes to the same end. */
    int (*upkeep)(void *self, pl_context *, pl_upkeep *);
} pl_plugin;

/* The one symbol a plugin exports: its i-th entry, NULL after the last. NAME.so must have an entry named NAME. */
PL_EXPORT const pl_plugin *pl_plugin_get(uint32_t i);

#ifdef __cplusplus
}
#endif
#endif
