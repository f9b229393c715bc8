/* file_list.c: finds the input files: single ones, patterns, whole folders. */
#include "support/file_list.h"
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "support/buffer.h"

enum { MAX_DEPTH = 64, CHUNK = 256 << 10, FIRST_ROOM = 64 };

/* ---- the texts of a list: chunks that never move ---- */

struct text_chunk {
    struct text_chunk *next;
    size_t n, room;
    char p[];
};

static char *keep_text(struct file_list *l, const char *s, size_t n) {
    struct text_chunk *c = l->texts;
    if (!c || c->room - c->n <= n) {
        const size_t room = n < CHUNK ? CHUNK : n + 1;
        if (!(c = malloc(sizeof *c + room))) return errno = ENOMEM, NULL;
        *c = (struct text_chunk){.next = l->texts, .room = room};
        l->texts = c;
    }
    char *to = memcpy(c->p + c->n, s, n);
    to[n] = 0;
    c->n += n + 1;
    return to;
}

/* Room for one more element of `size` bytes, in steps that double. The array, or NULL. */
static void *grow(void *array, uint32_t n, uint32_t *room, size_t size) {
    if (n < *room) return array;
    if (n > UINT32_MAX / 2) return errno = EOVERFLOW, NULL;
    const uint32_t more = n ? 2 * n : FIRST_ROOM;
    void *p = realloc(array, more * size);
    if (!p) return errno = ENOMEM, NULL;
    *room = more;
    return p;
}

/* `name` is the end of `path` from byte `root` on. */
static int add_file(struct file_list *l, const char *path, size_t root, const struct stat *st) {
    struct listed_file *more = grow(l->files, l->n, &l->room, sizeof *more);
    if (!more) return -1;
    l->files = more;
    const char *copy = keep_text(l, path, strlen(path));
    if (!copy) return -1;
    l->files[l->n++] = (struct listed_file){
        copy, copy + root, (uint64_t)st->st_size, (int64_t)st->st_mtime, st->st_dev, st->st_ino};
    l->size += (uint64_t)st->st_size;
    return 0;
}

/* A folder that cannot be read is noted; that we have no memory or descriptors is an error. */
static int note_unreadable(struct file_list *l, const char *path, int error) {
    if (error == ENOMEM || error == EMFILE || error == ENFILE) return errno = error, -1;
    struct unreadable *more =
        grow(l->unreadable, l->n_unreadable, &l->unreadable_room, sizeof *more);
    if (!more) return -1;
    l->unreadable = more;
    const char *copy = keep_text(l, path, strlen(path));
    if (!copy) return -1;
    l->unreadable[l->n_unreadable++] = (struct unreadable){copy, error};
    return 0;
}

/* ---- folders ---- */

struct walk {
    struct file_list *list;
    const char *suffixes;
    struct buffer path; /* of the entry looked at, with a NUL behind it */
    size_t root; /* bytes of the path before the name */
};

/* Is the name's end one of the suffixes? */
static int is_wanted(const char *name, const char *suffixes) {
    if (!suffixes || !*suffixes) return 1;
    const size_t n = strlen(name);
    for (const char *s = suffixes; *s;) {
        s += strspn(s, ", ");
        const size_t m = strcspn(s, ", ");
        if (m && n >= m && !memcmp(name + n - m, s, m)) return 1;
        s += m;
    }
    return 0;
}

static int walk_folder(struct walk *w, int depth);

static int walk_entry(struct walk *w, const char *name, int depth) {
    const char *path = w->path.p;
    struct stat st;
    if (lstat(path, &st)) return errno == ENOENT ? 0 : note_unreadable(w->list, path, errno);
    if (S_ISDIR(st.st_mode)) return walk_folder(w, depth + 1);
    const int is_link = S_ISLNK(st.st_mode), leads_nowhere = is_link && stat(path, &st);
    if (leads_nowhere) st.st_size = 0;
    if ((!S_ISREG(st.st_mode) && !leads_nowhere) || !is_wanted(name, w->suffixes)) return 0;
    return add_file(w->list, path, w->root, &st);
}

/* The path becomes its first n bytes, a slash and `name`. */
static int step_into(struct walk *w, size_t n, const char *name) {
    w->path.n = n;
    if (buffer_put(&w->path, '/') || buffer_append(&w->path, name, strlen(name) + 1))
        return errno = ENOMEM, -1;
    w->path.n--; /* the NUL stays behind it */
    return 0;
}

static int walk_folder(struct walk *w, int depth) {
    if (depth > MAX_DEPTH) return note_unreadable(w->list, w->path.p, ELOOP);
    DIR *d = opendir(w->path.p);
    if (!d) return note_unreadable(w->list, w->path.p, errno);
    const size_t n = w->path.n;
    const struct dirent *e;
    int rc = 0;
    while (!rc && (errno = 0, e = readdir(d)))
        if (e->d_name[0] != '.')
            rc = step_into(w, n, e->d_name) ? -1 : walk_entry(w, e->d_name, depth);
    int error = errno;
    w->path.n = n;
    w->path.p[n] = 0;
    if (!rc && error) { /* the rest of the folder cannot be listed */
        rc = note_unreadable(w->list, w->path.p, error);
        error = errno;
    }
    closedir(d);
    errno = error;
    return rc;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct listed_file *)a)->name, ((const struct listed_file *)b)->name);
}

static int by_path(const void *a, const void *b) {
    return strcmp(((const struct unreadable *)a)->path, ((const struct unreadable *)b)->path);
}

static int add_folder(struct file_list *l, const char *path, const char *suffixes) {
    const uint32_t first = l->n, first_unreadable = l->n_unreadable;
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--;
    struct walk w = {.list = l, .suffixes = suffixes, .root = n + 1};
    int rc = -1;
    if (buffer_append(&w.path, path, n) || buffer_put(&w.path, 0)) {
        errno = ENOMEM;
    } else {
        w.path.n--;
        rc = walk_folder(&w, 0);
    }
    const int error = errno;
    buffer_free(&w.path);
    if (l->n > first) qsort(l->files + first, l->n - first, sizeof *l->files, by_name);
    if (l->n_unreadable > first_unreadable)
        qsort(l->unreadable + first_unreadable, l->n_unreadable - first_unreadable,
              sizeof *l->unreadable, by_path);
    errno = error;
    return rc;
}

/* ---- single files and patterns ---- */

static int add_single(struct file_list *l, const char *path, const struct stat *st) {
    const char *slash = strrchr(path, '/');
    return add_file(l, path, slash ? (size_t)(slash + 1 - path) : 0, st);
}

static int add_path(struct file_list *l, const char *path, const char *suffixes) {
    struct stat st;
    if (stat(path, &st)) return -1;
    if (S_ISDIR(st.st_mode)) return add_folder(l, path, suffixes);
    return S_ISREG(st.st_mode) ? add_single(l, path, &st) : (errno = EINVAL, -1);
}

/* What a pattern matches besides files and folders was not asked for: it is passed over. */
static int add_match(struct file_list *l, const char *path, const char *suffixes) {
    struct stat st = {0};
    if (stat(path, &st)) return add_single(l, path, &(struct stat){0});
    return S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) ? add_path(l, path, suffixes) : 0;
}

/* glob hands its error function no context: the list that the pattern of this thread fills. */
static _Thread_local struct file_list *glob_list;

static int note_glob_error(const char *path, int error) {
    return note_unreadable(glob_list, path, error);
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add_pattern(struct file_list *l, const char *pattern, const char *suffixes) {
    glob_t g;
    glob_list = l;
    /* Sorted by us: glob's own order is the locale's. */
    const int found = glob(pattern, GLOB_NOSORT, note_glob_error, &g);
    glob_list = NULL;
    if (found) {
        globfree(&g);
        return errno = found == GLOB_NOMATCH ? ENOENT : found == GLOB_NOSPACE ? ENOMEM : EMFILE, -1;
    }
    qsort(g.gl_pathv, g.gl_pathc, sizeof *g.gl_pathv, by_bytes);
    int rc = 0;
    for (size_t i = 0; i < g.gl_pathc && !rc; i++) rc = add_match(l, g.gl_pathv[i], suffixes);
    const int error = errno;
    globfree(&g);
    errno = error;
    return rc;
}

int file_list_add(struct file_list *l, const char *path, const char *suffixes) {
    if (!strcmp(path, "-")) {
        if (add_single(l, path, &(struct stat){0})) return -1;
        l->files[l->n - 1].name = "stdin";
        return 0;
    }
    if (access(path, F_OK) && strpbrk(path, "*?[")) return add_pattern(l, path, suffixes);
    return add_path(l, path, suffixes);
}

void file_list_keep(struct file_list *l, bool (*wanted)(void *, const struct listed_file *),
                    void *context) {
    uint32_t n = 0;
    l->size = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        if (!wanted(context, &l->files[i])) continue;
        l->size += l->files[i].size;
        l->files[n++] = l->files[i];
    }
    l->n = n;
}

void file_list_free(struct file_list *l) {
    for (struct text_chunk *c = l->texts, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    free(l->files);
    free(l->unreadable);
    *l = (struct file_list){0};
}
