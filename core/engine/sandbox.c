/* sandbox.c: which files a run may touch, derived from its plan, and the gate that shuts behind them. */
#include "engine/sandbox.h"
#include <dlfcn.h>
#include <errno.h>
#include <glob.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/broker.h"
#include "engine/inputs.h"
#include "engine/outputs.h"
#include "support/file.h"
#include "support/landlock.h"
#include "support/log.h"
#include "support/system_calls.h"

/* Sanitizers and coverage write files and read /proc in ways of their own. */
static bool is_instrumented(void) {
#if defined(PL_INSTRUMENTED)
    return true;
#else
    return false;
#endif
}

const char *sandbox_lacks(void) {
    const bool files = landlock_abi() > 0, calls = system_calls_can_be_limited();
    if (is_instrumented()) return "this build is instrumented for tests";
    if (!files && !calls) return "this kernel has neither Landlock nor seccomp filters";
    if (!files) return "this kernel has no Landlock";
    return calls ? NULL : "this kernel has no seccomp filters";
}

/* ---- rules for paths ---- */

struct rules {
    struct engine *engine;
    struct landlock landlock;
};

/* PL_OK, or the run is stopped: a rule that is missing would turn good input into dead letters. */
static int allow(struct rules *r, const char *path, unsigned uses) {
    return landlock_allow(&r->landlock, path, uses) ? engine_stop_errno(r->engine, errno, path)
                                                    : PL_OK;
}

/* A file is replaced by rename: that takes its folder, the one a link leads to. */
static int allow_replace(struct rules *r, const char *path) {
    if (file_is_stream(path)) return allow(r, path, MAY_REPLACE);
    char *real = file_real_path(path), *slash = real ? strrchr(real, '/') : NULL;
    if (!real) arena_exhausted(strlen(path));
    int rc = file_make_parents(real) ? engine_stop_errno(r->engine, errno, real) : PL_OK;
    if (slash) slash[slash == real] = 0;
    if (!rc) rc = allow(r, slash ? real : ".", MAY_REPLACE);
    free(real);
    return rc;
}

/* Both flags: a folder, or a file, that a stage keeps from run to run. */
static int allow_keep(struct rules *r, const char *path) {
    struct stat st;
    const bool is_folder = !stat(path, &st) && S_ISDIR(st.st_mode);
    if (is_folder) return allow(r, path, MAY_READ | MAY_REPLACE | MAY_ARRANGE);
    return allow_replace(r, path) || allow(r, path, MAY_READ) ? PL_ESTOP : PL_OK;
}

static int allow_pattern(struct rules *r, const char *pattern) {
    glob_t g;
    int rc = glob(pattern, GLOB_NOSORT, NULL, &g);
    rc = rc == GLOB_NOSPACE ? engine_stop_errno(r->engine, ENOMEM, pattern) : PL_OK;
    for (size_t i = 0; !rc && i < g.gl_pathc; i++) rc = allow(r, g.gl_pathv[i], MAY_READ);
    globfree(&g);
    return rc;
}

static int allow_read(struct rules *r, const char *path) {
    if (access(path, F_OK) && strpbrk(path, "*?[")) return allow_pattern(r, path);
    return allow(r, path, MAY_READ);
}

/* ---- where paths come from ---- */

static int allow_options(struct rules *r) {
    const struct plan *plan = r->engine->plan;
    int rc = PL_OK;
    for (uint32_t i = 0; !rc && i < plan->n_paths; i++) {
        const struct plan_path *p = &plan->paths[i];
        if (!*p->path || !strcmp(p->path, "-")) continue;
        rc = !(p->flags & PL_WRITES) ? allow_read(r, p->path)
             : (p->flags & PL_READS) ? allow_keep(r, p->path)
                                     : allow_replace(r, p->path);
    }
    return rc;
}

/* A link in a folder of inputs may lead out of it. */
static int allow_linked_inputs(struct rules *r) {
    const struct file_list *list = &r->engine->inputs->list;
    struct stat st;
    for (uint32_t i = 0; i < list->n; i++)
        if (!lstat(list->files[i].path, &st) && S_ISLNK(st.st_mode) &&
            allow(r, list->files[i].path, MAY_READ))
            return PL_ESTOP;
    return PL_OK;
}

static int allow_data(struct rules *r) {
    const struct engine *e = r->engine;
    int rc = PL_OK;
    for (uint16_t i = 0; !rc && i < e->n_stages; i++)
        if (e->plan->stages[i].data_folder) rc = allow(r, e->plan->stages[i].data_folder, MAY_READ);
    for (size_t at = 0; !rc && at < e->data_files.n; at += strlen(e->data_files.p + at) + 1)
        rc = allow(r, e->data_files.p + at, MAY_READ);
    return rc;
}

static int allow_outputs(struct rules *r) {
    const struct engine *e = r->engine;
    int rc = allow(r, e->work, MAY_READ | MAY_REPLACE | MAY_ARRANGE);
    if (!rc && e->plan->remembers && e->plan->wanted) /* a retry adds to what is known */
        rc = allow(r, e->plan->home, MAY_READ | MAY_REPLACE | MAY_ARRANGE);
    for (uint32_t i = 0; !rc && i < e->n_outputs; i++)
        if (!e->outputs[i]->is_stream) rc = allow_replace(r, e->outputs[i]->path);
    return !rc && e->report ? allow_replace(r, e->report) : rc;
}

/* iconv loads the table of an encoding when a document first has it, from beside the C library; others, where the user says. */
static int allow_conversions(struct rules *r) {
    const char *more = getenv("GCONV_PATH");
    char path[4096], *rest;
    Dl_info library;
    int rc = PL_OK;
    if (dladdr((void *)(uintptr_t)iconv_open, &library) && strchr(library.dli_fname, '/')) {
        const int folder = (int)(strrchr(library.dli_fname, '/') - library.dli_fname);
        snprintf(path, sizeof path, "%.*s/gconv", folder, library.dli_fname);
        rc = allow(r, path, MAY_READ);
    }
    if (!more || snprintf(path, sizeof path, "%s", more) >= (int)sizeof path) return rc;
    for (char *p = strtok_r(path, ":", &rest); p && !rc; p = strtok_r(NULL, ":", &rest))
        rc = allow(r, p, MAY_READ);
    return rc;
}

/* What libraries look at on their own account, and what harms nobody. */
static int allow_system(struct rules *r) {
    static const char *const read[] = {
        "/proc/self",  "/sys/devices/system/cpu", "/dev/zero",           "/dev/urandom",
        "/dev/random", "/etc/localtime",          "/usr/share/zoneinfo", "/usr/lib/locale"};
    int rc = allow(r, "/dev/null", MAY_READ | MAY_REPLACE);
    for (size_t i = 0; !rc && i < sizeof read / sizeof *read; i++) rc = allow(r, read[i], MAY_READ);
    return rc;
}

/* ---- the gate ---- */

/* Unless the config insists, a run without a sandbox is a run all the same. */
static int go_without(struct engine *e, const char *what, const char *why) {
    if (e->plan->sandbox == SANDBOX_REQUIRE)
        return engine_stop(e, EXIT_CONFIG, "sandbox = require, but %s: %s", what, why);
    log_line(LOG_AT_INFO, NULL, "stages run without a whole sandbox: %s: %s", what, why);
    return PL_OK;
}

static int limit_files(struct engine *e) {
    struct rules r = {.engine = e};
    if (landlock_begin(&r.landlock)) return go_without(e, "Landlock", strerror(errno));
    if (allow_options(&r) || allow_linked_inputs(&r) || allow_data(&r) || allow_outputs(&r) ||
        allow_conversions(&r) || allow_system(&r))
        return close(r.landlock.fd), PL_ESTOP;
    return landlock_enter(&r.landlock) ? go_without(e, "Landlock", strerror(errno)) : PL_OK;
}

static int limit_calls(struct engine *e) {
    return system_calls_limit() ? go_without(e, "seccomp", strerror(errno)) : PL_OK;
}

/* Landlock holds the thread that asks for it and those that it starts, none that is there already. */
static int check_threads(struct engine *e) {
    struct stat st;
    if (stat("/proc/self/task", &st) || st.st_nlink <= 2 + 1) return PL_OK;
    return go_without(e, "Landlock", "a stage has started threads in open");
}

int sandbox_enter(struct engine *e) {
    if (e->plan->sandbox == SANDBOX_NO || !e->plan->watch) return PL_OK;
    const char *lacks = sandbox_lacks();
    if (lacks && e->plan->sandbox == SANDBOX_REQUIRE)
        return engine_stop(e, EXIT_CONFIG, "sandbox = require, but %s", lacks);
    if (is_instrumented()) return PL_OK;
    if (broker_seal(e) || (landlock_abi() && (check_threads(e) || limit_files(e)))) return PL_ESTOP;
    return system_calls_can_be_limited() ? limit_calls(e) : PL_OK;
}
