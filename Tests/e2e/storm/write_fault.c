/* Lets one call that changes a data folder go wrong, as disks do, or lets the machine lose its power there.
 *
 * AMANAH_WRITE_PLACE is how the paths of the files begin that are watched: the data folder, and so what lies beside it.
 * AMANAH_WRITE_FAULT is `KIND CALL FILE NUMBER`: which of the calls of this name to this file is struck, counted from 1 on.
 * FILE is the path behind the place with `#` for each row of digits. KIND is one of
 *   io     that call answers EIO
 *   dead   it and all later ones answer EIO
 *   full   it and all later ones that want room answer ENOSPC
 *   short  it writes half of its bytes; the next one that wants room answers ENOSPC
 *   lost   it answers that all went well and does nothing
 *   cut    the process dies before it, and with it what no sync had put on the disk, all of it
 *   torn   the same, and of what no sync had put on the disk every second write is there
 * AMANAH_WRITE_SAID is a file to which the struck call is written; at the end of the process `CALL FILE COUNT` of each. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum outcome { PASSES, FAILS, HALVES, VANISHES };
enum room { WANTS_ROOM, WANTS_NONE };

static struct {
    char kind[16], call[16], file[256];
    long number;
} fault;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct site {
    char call[16], file[256];
    long count;
} sites[256];
static int known, dead, full, next_fails;

__attribute__((constructor)) static void begin(void) {
    const char *said = getenv("AMANAH_WRITE_FAULT");
    if (!said || sscanf(said, "%15s %15s %255s %ld", fault.kind, fault.call, fault.file, &fault.number) != 4)
        fault.number = 0;
}

static void say(const char *call, const char *file, long count) {
    const char *said = getenv("AMANAH_WRITE_SAID");
    int to = said ? (int)syscall(SYS_open, said, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (to < 0) return;
    char line[512];
    int size = snprintf(line, sizeof line, "%s %s %ld\n", call, file, count);
    if (size > 0) syscall(SYS_write, to, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
    syscall(SYS_close, to);
}

__attribute__((destructor)) static void end(void) {
    for (int index = 0; index < known; index++) say(sites[index].call, sites[index].file, sites[index].count);
}

/* What is not on the disk yet. */

struct unsynced {
    struct unsynced *before;
    dev_t device;
    ino_t inode;
    off_t offset, size; /* where it is written, and how long the file was */
    size_t length, there; /* how much is written, and how much stood there */
    char path[PATH_MAX];
    unsigned char bytes[];
};
static struct unsynced *newest;

static int cuts(void) { return strcmp(fault.kind, "cut") == 0 || strcmp(fault.kind, "torn") == 0; }

/* Keeps what stands where `length` bytes are about to be written; 0 is all behind `offset`, where a file is cut. */
static void keep(int descriptor, const char *path, off_t offset, size_t length) {
    struct stat now;
    if (!cuts() || fstat(descriptor, &now) != 0) return;
    size_t there = offset < now.st_size ? (size_t)(now.st_size - offset) : 0;
    if (length == 0) length = there;
    if (length < there) there = length;
    struct unsynced *kept = malloc(sizeof *kept + there);
    int from = (int)syscall(SYS_open, path, O_RDONLY | O_CLOEXEC, 0);
    if (!kept || (there && (from < 0 || pread(from, kept->bytes, there, offset) != (ssize_t)there))) abort();
    if (from >= 0) syscall(SYS_close, from);
    kept->device = now.st_dev, kept->inode = now.st_ino, kept->offset = offset, kept->size = now.st_size;
    kept->length = length, kept->there = there, kept->before = newest;
    snprintf(kept->path, sizeof kept->path, "%s", path);
    newest = kept;
}

static void synced(int descriptor) {
    struct stat now;
    if (!cuts() || fstat(descriptor, &now) != 0) return;
    for (struct unsynced **at = &newest; *at;) {
        struct unsynced *kept = *at;
        if (kept->device == now.st_dev && kept->inode == now.st_ino) {
            *at = kept->before;
            free(kept);
        } else {
            at = &kept->before;
        }
    }
}

static void renamed(const char *from, const char *to) {
    for (struct unsynced *kept = newest; kept; kept = kept->before)
        if (strcmp(kept->path, from) == 0) snprintf(kept->path, sizeof kept->path, "%s", to);
}

static void undo(int file, const struct unsynced *kept) {
    if (kept->there) syscall(SYS_pwrite64, file, kept->bytes, kept->there, kept->offset);
    if (strcmp(fault.kind, "cut") == 0) {
        syscall(SYS_ftruncate, file, kept->size);
        return;
    }
    /* The file has grown, and what it has grown by is not there. */
    void *nothing = calloc(1, kept->length - kept->there);
    syscall(SYS_pwrite64, file, nothing, kept->length - kept->there, kept->offset + (off_t)kept->there);
}

static void lose_power(void) {
    int turn = 0;
    for (struct unsynced *kept = newest; kept; kept = kept->before) {
        if (strcmp(fault.kind, "torn") == 0 && turn++ % 2) continue;
        int file = (int)syscall(SYS_open, kept->path, O_WRONLY | O_CLOEXEC, 0);
        struct stat now;
        if (file < 0) continue;
        if (fstat(file, &now) == 0 && now.st_ino == kept->inode) undo(file, kept);
        syscall(SYS_close, file);
    }
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* What becomes of a call; `errno` is set where it fails. */

static int ends_in(const char *path, const char *end) {
    size_t size = strlen(path), part = strlen(end);
    return size >= part && strcmp(path + size - part, end) == 0;
}

static const char *name(const char *path, char *file, size_t room) {
    size_t size = 0;
    for (; *path && size + 1 < room; path++) {
        int digit = *path >= '0' && *path <= '9';
        if (digit && size && file[size - 1] == '#') continue;
        file[size++] = digit ? '#' : *path;
    }
    if (size == 0) file[size++] = '.'; /* the folder itself */
    file[size] = 0;
    return file;
}

static int watched(const char *path) {
    const char *place = getenv("AMANAH_WRITE_PLACE");
    return place && fault.number && strncmp(path, place, strlen(place)) == 0;
}

static enum outcome fails(int error) {
    errno = error;
    return FAILS;
}

static enum outcome fate_locked(const char *call, const char *path, enum room room) {
    char file[256];
    name(path + strlen(getenv("AMANAH_WRITE_PLACE")), file, sizeof file);
    int at = 0;
    while (at < known && (strcmp(sites[at].call, call) || strcmp(sites[at].file, file))) at++;
    if (at == known) {
        if (known == sizeof sites / sizeof *sites) abort();
        snprintf(sites[known].call, sizeof sites[known].call, "%s", call);
        snprintf(sites[known++].file, sizeof sites->file, "%s", file);
    }
    long count = ++sites[at].count;
    if (dead) return fails(EIO);
    if (room == WANTS_ROOM && (full || next_fails)) {
        next_fails = 0;
        return fails(ENOSPC);
    }
    if (count != fault.number || strcmp(call, fault.call) || strcmp(file, fault.file)) return PASSES;
    say(call, file, count);
    if (cuts()) lose_power();
    if (strcmp(fault.kind, "io") == 0) return fails(EIO);
    if (strcmp(fault.kind, "dead") == 0) return dead = 1, fails(EIO);
    if (strcmp(fault.kind, "full") == 0) return full = 1, fails(ENOSPC);
    if (strcmp(fault.kind, "short") == 0) return next_fails = 1, HALVES;
    /* What readers share is memory, made anew by whoever opens the database: no disk loses it. */
    return strcmp(fault.kind, "lost") == 0 && !ends_in(path, "-shm") ? VANISHES : PASSES;
}

static enum outcome fate(const char *call, const char *path, enum room room) {
    if (!watched(path)) return PASSES;
    pthread_mutex_lock(&lock);
    enum outcome outcome = fate_locked(call, path, room);
    pthread_mutex_unlock(&lock);
    return outcome;
}

/* The path of an open file; empty where it is no file that is watched. */
static const char *path_of(int descriptor, char *path) {
    char link[64];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    path[size > 0 ? size : 0] = 0;
    if (!watched(path)) path[0] = 0;
    errno = before;
    return path;
}

/* Writing. A write in several parts is struck as one of their bytes together. */

typedef ssize_t (*writer)(int, const struct iovec *, int, off_t);

static ssize_t to_end(int descriptor, const struct iovec *parts, int count, off_t offset) {
    (void)offset;
    return count == 1 ? REAL(write)(descriptor, parts->iov_base, parts->iov_len) : REAL(writev)(descriptor, parts, count);
}

static ssize_t to_place(int descriptor, const struct iovec *parts, int count, off_t offset) {
    return count == 1 ? REAL(pwrite64)(descriptor, parts->iov_base, parts->iov_len, offset)
                      : REAL(pwritev64)(descriptor, parts, count, offset);
}

static ssize_t half(int descriptor, const struct iovec *parts, int count, off_t offset, writer write) {
    size_t size = 0, done = 0;
    for (int index = 0; index < count; index++) size += parts[index].iov_len;
    size = size / 2 ? size / 2 : size;
    for (int index = 0; index < count && done < size; index++) {
        struct iovec part = parts[index];
        if (part.iov_len > size - done) part.iov_len = size - done;
        ssize_t wrote = write(descriptor, &part, 1, offset + (off_t)done);
        if (wrote < 0) return done ? (ssize_t)done : -1;
        done += (size_t)wrote;
    }
    return (ssize_t)done;
}

static ssize_t write_unless_struck(
    const char *call, int descriptor, const struct iovec *parts, int count, off_t offset, writer write) {
    char path[PATH_MAX];
    if (!*path_of(descriptor, path)) return write(descriptor, parts, count, offset);
    size_t size = 0;
    for (int index = 0; index < count; index++) size += parts[index].iov_len;
    pthread_mutex_lock(&lock);
    ssize_t wrote = -1;
    switch (fate_locked(call, path, WANTS_ROOM)) {
    case FAILS: break;
    case VANISHES: wrote = (ssize_t)size; break;
    case HALVES: wrote = half(descriptor, parts, count, offset, write); break;
    case PASSES:
        keep(descriptor, path, write == to_end ? lseek(descriptor, 0, SEEK_CUR) : offset, size);
        wrote = write(descriptor, parts, count, offset);
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return wrote;
}

static struct iovec all(const void *bytes, size_t size) {
    union {
        const void *given;
        void *taken;
    } same = {.given = bytes};
    return (struct iovec){.iov_base = same.taken, .iov_len = size};
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    struct iovec part = all(bytes, size);
    return write_unless_struck("write", descriptor, &part, 1, 0, to_end);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
    struct iovec part = all(bytes, size);
    return write_unless_struck("pwrite", descriptor, &part, 1, offset, to_place);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    return pwrite64(descriptor, bytes, size, offset);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    return write_unless_struck("writev", descriptor, parts, count, 0, to_end);
}

ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off64_t offset) {
    return write_unless_struck("pwritev", descriptor, parts, count, offset, to_place);
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
    return pwritev64(descriptor, parts, count, offset);
}

/* Whatever else is asked for: it happens, it fails, or it is only said to have happened. */

#define UNLESS_STRUCK(outcome, call)                                                                                    \
    switch (outcome) {                                                                                                   \
    case FAILS: return -1;                                                                                               \
    case VANISHES: return 0;                                                                                             \
    default: return call;                                                                                                \
    }

int ftruncate64(int descriptor, off64_t size) {
    char path[PATH_MAX];
    if (!*path_of(descriptor, path)) return REAL(ftruncate64)(descriptor, size);
    pthread_mutex_lock(&lock);
    int answer = -1;
    switch (fate_locked("ftruncate", path, WANTS_NONE)) {
    case FAILS: break;
    case VANISHES: answer = 0; break;
    default:
        keep(descriptor, path, size, 0);
        answer = REAL(ftruncate64)(descriptor, size);
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return answer;
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

int fsetxattr(int descriptor, const char *name, const void *value, size_t size, int flags) {
    char path[PATH_MAX];
    if (!*path_of(descriptor, path)) return REAL(fsetxattr)(descriptor, name, value, size, flags);
    enum outcome outcome = fate("fsetxattr", path, WANTS_NONE);
    if (outcome == FAILS) return -1;
    return outcome == VANISHES ? 0 : REAL(fsetxattr)(descriptor, name, value, size, flags);
}

static int sync_unless_struck(const char *call, int descriptor, int (*sync)(int)) {
    char path[PATH_MAX];
    if (!*path_of(descriptor, path)) return sync(descriptor);
    enum outcome outcome = fate(call, path, WANTS_NONE);
    if (outcome == FAILS) return -1;
    if (outcome == VANISHES) return 0;
    int answer = sync(descriptor), error = errno;
    if (answer == 0) {
        pthread_mutex_lock(&lock);
        synced(descriptor);
        pthread_mutex_unlock(&lock);
    }
    errno = error;
    return answer;
}

int fsync(int descriptor) { return sync_unless_struck("fsync", descriptor, REAL(fsync)); }

int fdatasync(int descriptor) { return sync_unless_struck("fdatasync", descriptor, REAL(fdatasync)); }

int rename(const char *from, const char *to) {
    enum outcome outcome = fate("rename", to, WANTS_ROOM);
    if (outcome == PASSES && watched(from)) renamed(from, to);
    UNLESS_STRUCK(outcome, REAL(rename)(from, to))
}

int unlink(const char *path) { UNLESS_STRUCK(fate("unlink", path, WANTS_NONE), REAL(unlink)(path)) }

int rmdir(const char *path) { UNLESS_STRUCK(fate("rmdir", path, WANTS_NONE), REAL(rmdir)(path)) }

int mkdir(const char *path, mode_t mode) { UNLESS_STRUCK(fate("mkdir", path, WANTS_ROOM), REAL(mkdir)(path, mode)) }

/* A new file; one that is there is opened as ever. */
static int made(const char *path, int flags) {
    if (!(flags & O_CREAT) || !watched(path)) return 1;
    int before = errno;
    int there = access(path, F_OK) == 0;
    errno = before;
    return there || fate("create", path, WANTS_ROOM) != FAILS;
}

static mode_t mode_of(int flags, va_list more) { return flags & O_CREAT ? va_arg(more, mode_t) : 0; }

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = mode_of(flags, more);
    va_end(more);
    return made(path, flags) ? REAL(open)(path, flags, mode) : -1;
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = mode_of(flags, more);
    va_end(more);
    return made(path, flags) ? REAL(open64)(path, flags, mode) : -1;
}
