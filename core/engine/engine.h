/* engine.h: a run in memory: stages, jobs, gates. Private to core/engine; commands use run.h.
 *
 * A run has phases, one more than it has barriers. A phase is a program: a list of steps that each batch goes through.
 * Steps are parallel (any thread, batches independent) or gates (one batch at a time, in input order). A job is a batch
 * under way with its program counter and everything it will append to files when its turn comes. */
#ifndef ENGINE_H
#define ENGINE_H
#include <pthread.h>
#include <stdatomic.h>
#include "document/document.h"
#include "engine/plan.h"
#include "support/exit_code.h"
#include "support/buffer.h"

struct engine;
struct job;
struct checkpoint;

struct stage_counts { /* of a stage in a batch, and over all retired batches */
    uint64_t documents, bytes, kept, dropped, failed;
    uint64_t process_ns, commit_ns;
};
struct named_count {
    char *name;
    uint64_t n;
    double value;
    bool is_metric;
    struct named_count *next;
};
struct mapped_file { /* a model or a list that a stage uses */
    char *path;
    const char *stage;
    pl_str bytes;
    struct mapped_file *next;
};
struct saved_value {
    char *key;
    char *p;
    size_t n;
    struct saved_value *next;
};

struct pl_context { /* a stage of this run */
    struct engine *engine;
    const pl_plugin *plugin;
    const char *name;
    const struct plan_stage *plan;
    uint16_t index;
    void *self;
    bool is_barrier; /* said so in open */
    bool is_open;
    void **scratch; /* per thread */
    struct stage_counts counts; /* of retired batches; changed at the retire gate */
    struct named_count *named; /* guarded by engine->named_lock */
    struct records_log *records; /* what emit collects; NULL for stages without resolve */
    uint64_t records_valid; /* bytes of it that an interrupted run left */
    struct resolving *resolving; /* during resolve */
    struct decisions *decided; /* during the phase after its barrier */
    struct decisions_reader **readers; /* of them, per thread */
    bool *uses_layer; /* per schema layer: asked for by layer_id */
    struct saved_value *saved; /* put and fetch; guarded by being called in order */
    struct pl_state *states;
    struct served *served; /* broker: the program of this stage */
};

struct pl_state {
    char *name, *path;
    int fd;
    uint64_t length;
    void *map;
    size_t mapped;
    struct pl_state *next;
    pl_context *stage;
};

/* Where a run stands between batches, and where a resumed one goes on. The order is that of a run. */
enum run_step {
    RUN_NOT_BEGUN = -1,
    RUN_DOCUMENTS,
    RUN_RESOLVE,
    RUN_FINISH,
    RUN_PUBLISH,
    RUN_FINISHED
};
struct place {
    uint32_t phase;
    enum run_step step;
    uint64_t seq; /* of the next batch */
    uint64_t spool, replay, replay_at; /* valid bytes of both spools; where the next frame begins */
    uint64_t ids, arrivals; /* valid bytes of both files */
    bool resumed;
};

enum step_kind {
    STEP_PROCESS,
    STEP_SETTLE,
    STEP_REMAKE,
    STEP_UNPACK,
    STEP_SEAL,
    GATE_IDS,
    GATE_COMMIT,
    GATE_RETIRE
};
struct step {
    enum step_kind kind;
    uint16_t stage;
};
static inline bool step_is_gate(enum step_kind k) { return k >= GATE_IDS; }

struct phase {
    uint32_t index;
    struct step *steps;
    uint32_t n;
    uint16_t first, last; /* stages whose process is new in this phase: [first, last] */
    int barrier; /* stage whose barrier ends it, or -1 */
};

struct refused {
    pl_str raw, source;
    pl_position position;
    pl_str message;
    struct refused *next;
};

struct job {
    struct batch batch; /* first: host functions go from pl_batch to job */
    struct engine *engine;
    uint32_t pc; /* index of the next step of the phase */
    unsigned thread; /* that works on it now */
    size_t charged; /* bytes counted against the memory limit */
    bool checkpoint; /* a checkpoint is due after it */
    bool marked;
    pl_position mark; /* where the reader goes on */
    uint64_t consumed; /* input bytes used when it was read, for the progress line */
    struct buffer *out; /* per output: what to append */
    uint64_t *out_raw; /* per output: bytes before compression */
    struct buffer *records; /* per stage */
    struct buffer *saved; /* per stage: what it saved behind this batch; checkpoint batches only */
    uint64_t replay_at; /* where the next frame of the replayed spool begins */
    struct stage_counts *counts; /* per stage */
    struct tally_row *tally;
    uint32_t n_tally, tally_room;
    struct buffer frame; /* for the spool: packed, or as read */
    struct refused *refused, **refused_end;
    uint32_t n_refused, n_repeated_ids;
    uint64_t passed_over; /* bytes of records that a retry does not want */
    struct job *next;
};
static inline struct job *job_of(pl_batch *b) { return (struct job *)(void *)b; }
static inline struct job *job_of_document(const pl_document *d) {
    return (struct job *)(void *)d->batch;
}

struct totals {
    uint64_t in, bytes_in, kept, dropped, dead, failed, repeated_ids;
};

struct run_name { /* see run_name.h */
    uint64_t number;
    char date[11]; /* of its start, 2026-11-27, local */
    bool goes_on; /* it was begun before */
};

struct engine {
    const struct plan *plan;
    struct run_name run;
    char *report; /* plan->report, filled in; NULL: none */
    struct schema schema;
    pl_context *stages;
    uint16_t n_stages;
    struct phase *phases;
    uint32_t n_phases;
    atomic_uint phase; /* the one that runs; the progress line reads it too */
    struct place start;
    pl_output **outputs;
    uint32_t n_outputs;
    pl_output *dead_letters;
    struct inputs *inputs; /* files of the reader */
    struct job *filling; /* what the reader fills now; source only */
    struct ids *ids;
    struct history *history; /* incremental runs only */
    struct withdrawn *withdrawn; /* documents that stay out; NULL: none */
    struct spool *spool, *replay; /* written by this phase; read by it */
    struct buffer identity; /* lines for data files that stages opened */
    struct buffer data_files; /* their paths, each with its NUL */
    char *work; /* folder of state and temporary files */
    bool work_is_temporary, work_is_ours; /* ours: removed at the end */
    struct totals totals; /* changed at the retire gate only */
    struct reason_count *reasons;
    struct mapped_file *mapped, **mapped_end; /* in the order in which they were opened */
    uint64_t since_documents,
        since_bytes; /* since the last checkpoint mark; changed by the source only */
    uint64_t read_documents;
    uint64_t next_seq;
    bool source_ended, no_input, has_resume_mark;
    pl_position resume_mark; /* where the reader of a resumed run begins */
    atomic_int stop; /* not 0: a pl_rc or an exit code; all threads leave */
    pthread_mutex_t named_lock;
    struct checkpointer *checkpointer;
    struct job *retained, **retained_end;
    struct thread_tools *tools; /* per thread */
    struct progress *progress;
    struct broker *broker;
    char reason[2048]; /* why it stopped; guarded by named_lock */
    int exit_code;
    uint64_t started_ns;
    atomic_uint_fast64_t phase_started_ns, done_documents, done_bytes; /* for the progress line */
};

/* host.c: the table, and the reason of a failure */
extern const pl_host host_table;
struct failure {
    int rc;
    bool fresh;
    int error; /* errno of that moment */
    char text[1024];
};
extern _Thread_local struct failure failure;
void failure_clear(void);
int failure_exit_code(int otherwise); /* by errno, where it tells of a disk or of memory */
/* Stops the run: the first reason wins; `exit_code` of support/exit_code.h. Returns PL_ESTOP. */
int engine_stop(struct engine *, int exit_code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int engine_stop_errno(struct engine *, int error,
                      const char *path); /* 73 or 74 by errno, message "path: why" */

/* callback.c: calls into plugins, document by document; jobs are owned by the calling thread */
int callback_process(struct job *, pl_context *);
int callback_settle(struct job *, pl_context *);
int callback_remake(struct job *, pl_context *);
int callback_commit(struct job *, pl_context *);

/* phase.c: programs and the work of each step */
int phases_make(struct engine *);
int step_run(struct job *, const struct step *);
int phase_run(struct engine *, uint32_t index);

/* source.c: where jobs come from: the reader, or the spool. PL_OK, PL_END (job not used), PL_ESTOP */
int source_fill(struct engine *, struct job *);

/* job.c */
struct job *job_new(struct engine *);
void job_reset(struct job *);
void job_free(struct job *);
size_t job_memory(const struct job *);

uint64_t clock_ns(void);
#endif
