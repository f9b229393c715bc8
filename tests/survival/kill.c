/* kill.c: kills a run in each of its phases, again and again, and looks whether anything was lost.
 *
 *     kill PIPELINE CONFIG FOLDER SIGNAL N [SIGNAL N ...]     in the folder of the config; SIGNAL is KILL, TERM or INT
 *
 * FOLDER is where the config writes its outputs, `state` beside the config its state. The undisturbed run comes first and is the
 * reference; it also tells how long each phase takes. Then N signals in chains of four: one run is hit in map, resolve, settle and
 * publish, at a random time of each, and goes on after every hit; then its outputs are compared byte by byte. KILL goes to the
 * supervisor, to its worker, or to the whole process group. No file may have a final name that is not the reference's. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum phase { MAP, RESOLVE, SETTLE, PUBLISH, PHASES, ENDED };
static const char *const phase_names[] = {"map", "resolve", "settle", "publish"};
enum victim { SUPERVISOR, WORKER, GROUP, VICTIMS };
static const char *const victim_names[] = {"supervisor", "worker", "group"};
enum { MAX_SAMPLES = 100000, STEP_US = 300, LIMIT_MS = 120000, AGAIN = 75 };

static const char *program, *config, *folder;
static char reference[256];
static int signal_number, failures, n_samples;
static double began[PHASES + 1]; /* seconds into the undisturbed run */
static unsigned hits[PHASES], by_victim[VICTIMS], missed;
static double samples[MAX_SAMPLES]; /* ms from TERM to the exit */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void wrong(const char *what) {
    printf("FAILED %s\n", what);
    failures++;
}

/* ---- the run under test ---- */

static pid_t start(void) {
    fflush(NULL);
    const pid_t pid = fork();
    if (pid) return pid;
    setpgid(0, 0);
    const int log = open("log", O_WRONLY | O_CREAT | O_APPEND, 0666);
    dup2(log, 1);
    dup2(log, 2);
    execl(program, program, "run", "-q", config, (char *)NULL);
    _exit(127);
}

static int end_of(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool is_over(pid_t pid, int *code) {
    int status = 0;
    if (waitpid(pid, &status, WNOHANG) != pid) return false;
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

/* Where the checkpoint says the run is. */
static enum phase phase_now(void) {
    char head[256] = "";
    const int fd = open("state/checkpoint", O_RDONLY);
    const ssize_t n = fd < 0 ? 0 : read(fd, head, sizeof head - 1);
    if (fd >= 0) close(fd);
    head[n > 0 ? n : 0] = 0;
    if (strstr(head, "\"step\":\"finished\"")) return ENDED;
    if (strstr(head, "\"step\":\"publish\"") || strstr(head, "\"step\":\"finish\"")) return PUBLISH;
    if (strstr(head, "\"step\":\"resolve\"")) return RESOLVE;
    return strstr(head, "\"phase\":1") ? SETTLE : MAP;
}

/* The newest child of a process: of a supervisor, its worker. 0: none. */
static pid_t child_of(pid_t parent) {
    pid_t found = 0;
    DIR *d = opendir("/proc");
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[300], line[512] = "";
        int ppid = 0;
        const pid_t pid = (pid_t)atoi(e->d_name);
        if (pid <= 0) continue;
        snprintf(path, sizeof path, "/proc/%s/stat", e->d_name);
        const int fd = open(path, O_RDONLY);
        if (fd < 0) continue;
        if (read(fd, line, sizeof line - 1) < 0) line[0] = 0;
        close(fd);
        const char *behind = strrchr(line, ')');
        if (behind && sscanf(behind + 1, " %*c %d", &ppid) == 1 && ppid == parent && pid > found)
            found = pid;
    }
    if (d) closedir(d);
    return found;
}

/* ---- files ---- */

static void shell(const char *format, const char *a, const char *b) {
    char command[1024];
    snprintf(command, sizeof command, format, a, b);
    if (system(command)) wrong(command);
}

static bool same_bytes(const char *a, const char *b) {
    char left[65536], right[65536];
    const int x = open(a, O_RDONLY), y = open(b, O_RDONLY);
    bool same = x >= 0 && y >= 0;
    for (ssize_t n = 1; same && n > 0;) {
        n = read(x, left, sizeof left);
        same = n >= 0 && read(y, right, sizeof right) == n && !memcmp(left, right, (size_t)n);
    }
    if (x >= 0) close(x);
    if (y >= 0) close(y);
    return same;
}

static bool ends_with(const char *s, const char *end) {
    const size_t n = strlen(s), m = strlen(end);
    return n >= m && !strcmp(s + n - m, end);
}

/* Every file with a final name is as in the reference; `all`: none is missing, and no .part is left. */
static void compare(bool all) {
    char a[600], b[600];
    unsigned seen = 0, expected = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        if (ends_with(e->d_name, ".part")) {
            if (all) wrong("a .part file is left");
            continue;
        }
        snprintf(a, sizeof a, "%s/%s", folder, e->d_name);
        snprintf(b, sizeof b, "%s/%s", reference, e->d_name);
        if (!same_bytes(a, b))
            printf("%s: ", a), wrong("a final name with other bytes than the undisturbed run");
        seen++;
    }
    if (d) closedir(d);
    d = opendir(reference);
    for (struct dirent *e; d && (e = readdir(d));) expected += e->d_name[0] != '.';
    if (d) closedir(d);
    if (all && seen != expected) wrong("a file of the undisturbed run is missing");
}

/* ---- the undisturbed run ---- */

static void run_undisturbed(void) {
    shell("rm -rf state '%s' '%s'", folder, reference);
    const double start_at = now();
    const pid_t pid = start();
    int code = -1;
    enum phase at = MAP;
    while (!is_over(pid, &code)) {
        const enum phase p = access("state/checkpoint", F_OK) ? MAP : phase_now();
        for (; at < p && at < PUBLISH; at++) began[at + 1] = now() - start_at;
        usleep(STEP_US);
    }
    began[PHASES] = now() - start_at;
    if (code) wrong("the undisturbed run fails"), exit(1);
    shell("mv '%s' '%s'", folder, reference);
    printf("undisturbed run: %.2f s;", began[PHASES]);
    for (int p = 0; p < PHASES; p++)
        printf(" %s %.2f s%s", phase_names[p], began[p + 1] - began[p],
               p + 1 < PHASES ? "," : "\n");
}

/* ---- one signal ---- */

static double random_share(void) { return (double)rand() / RAND_MAX; }

/* SIGTERM ends a program that the loader has not yet begun; the first child comes behind what blocks it. */
static bool can_say(pid_t pid) { return signal_number == SIGKILL || child_of(pid); }

/* Waits until the run is in the phase, then for a random part of its length. False: the run ended first. */
static bool wait_for_phase(pid_t pid, enum phase wanted, int *code) {
    const double length = began[wanted + 1] - began[wanted];
    for (int ms = 0; ms < LIMIT_MS * 3; ms++) {
        if (is_over(pid, code)) return false;
        if (!access("state/checkpoint", F_OK) && phase_now() >= wanted && can_say(pid)) break;
        usleep(STEP_US);
    }
    usleep((useconds_t)(random_share() * length * 0.9e6));
    return !is_over(pid, code);
}

static void note_sample(double ms) {
    if (n_samples < MAX_SAMPLES) samples[n_samples++] = ms;
}

/* Ends the supervisor and with it the run; false when it had ended by itself. */
static bool ask_to_stop(pid_t pid, int *code) {
    const double at = now();
    kill(pid, signal_number);
    *code = end_of(pid);
    note_sample((now() - at) * 1e3);
    if (*code != AGAIN && *code != 0) wrong("a signal gives another exit code than 75");
    return *code == AGAIN;
}

/* Sends it; returns the run that goes on: the same supervisor when its worker was killed, else a new one. 0: it had ended. */
static pid_t hit(pid_t pid, enum phase wanted, int *code) {
    if (!wait_for_phase(pid, wanted, code)) return missed++, 0;
    enum victim victim = signal_number == SIGKILL ? (enum victim)(rand() % VICTIMS) : SUPERVISOR;
    const pid_t worker = victim == WORKER ? child_of(pid) : 0;
    if (victim == WORKER && !worker) victim = GROUP;
    if (signal_number != SIGKILL) {
        if (!ask_to_stop(pid, code)) return missed++, 0;
    } else {
        kill(victim == GROUP ? -pid : victim == WORKER ? worker : pid, SIGKILL);
        if (victim != WORKER) *code = end_of(pid);
    }
    const enum phase at = phase_now();
    if (at < PHASES) hits[at]++, by_victim[victim]++;
    compare(false);
    return victim == WORKER ? pid : start();
}

static bool is_short(int p, unsigned n) { return hits[p] < n / 10; }

/* One run, hit in every phase, to its end; when no signal is left, in those that have had too few of `n`. */
static void chain(unsigned *left, unsigned n) {
    int code = 0;
    shell("rm -rf state '%s'%s", folder, "");
    pid_t pid = start();
    for (int p = 0; p < PHASES && pid; p++) {
        if (!*left && !is_short(p, n)) continue;
        const unsigned before = missed;
        pid = hit(pid, (enum phase)p, &code);
        *left -= *left && missed == before;
    }
    if (pid) code = end_of(pid);
    if (code) printf("exit code %d: ", code), wrong("a run that went on does not end well");
    compare(true);
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report_samples(void) {
    qsort(samples, (size_t)n_samples, sizeof *samples, by_value);
    const double p99 = n_samples ? samples[(n_samples - 1) * 99 / 100] : 0;
    printf("from the signal to the exit: median %.0f ms, p99 %.0f ms, worst %.0f ms, of %d\n",
           n_samples ? samples[n_samples / 2] : 0, p99, n_samples ? samples[n_samples - 1] : 0,
           n_samples);
    if (p99 > 5000) wrong("more than 5 s from the signal to the exit");
}

static void report(unsigned n) {
    printf("signals:");
    for (int p = 0; p < PHASES; p++) printf(" %s %u", phase_names[p], hits[p]);
    for (int v = 0; v < VICTIMS && signal_number == SIGKILL; v++)
        printf("%s %s %u", v ? "," : ";", victim_names[v], by_victim[v]);
    printf("; %u came too late\n", missed);
    for (int p = 0; p < PHASES; p++)
        if (is_short(p, n))
            printf("%s: ", phase_names[p]),
                wrong("fewer than a tenth of the signals in this phase");
    if (signal_number != SIGKILL) report_samples();
}

/* N signals of one kind, or as many as come before ten things are wrong. */
static void campaign(const char *name, unsigned n) {
    unsigned left = n, chains = 0;
    signal_number = !strcmp(name, "KILL") ? SIGKILL : !strcmp(name, "TERM") ? SIGTERM : SIGINT;
    memset(hits, 0, sizeof hits);
    memset(by_victim, 0, sizeof by_victim);
    missed = 0;
    n_samples = 0;
    const int before = failures;
    for (bool some = true; some && failures < before + 10 && chains < n + 10; chains++) {
        chain(&left, n);
        some = left > 0;
        for (int p = 0; p < PHASES; p++) some |= is_short(p, n);
    }
    report(n);
    if (failures == before)
        printf("ok SIG%s: %u of %u, %u runs, all bytes as undisturbed\n", name, n - left, n,
               chains);
}

int main(int argc, char **argv) {
    if (argc < 6 || argc % 2)
        return fprintf(stderr, "kill PIPELINE CONFIG FOLDER SIGNAL N ...\n"), 2;
    program = argv[1];
    config = argv[2];
    folder = argv[3];
    snprintf(reference, sizeof reference, "%s.reference", folder);
    const char *seed = getenv("SEED");
    srand(seed ? (unsigned)atoi(seed) : (unsigned)time(NULL));
    run_undisturbed();
    for (int i = 4; i + 1 < argc; i += 2) campaign(argv[i], (unsigned)atoi(argv[i + 1]));
    return failures != 0;
}
