/* Lets one write to a data folder go wrong, as disks do.
 *
 * AMANAH_WRITE_PLACE is how the paths of the files begin that are watched: the data folder, and so what lies beside it.
 * AMANAH_WRITE_FAULT is `KIND NUMBER`; the calls that write, sync, cut or rename such a file are numbered from 1 on.
 *   io     that call answers EIO
 *   dead   it and all later ones answer EIO
 *   full   it and all later ones that want room answer ENOSPC
 *   short  it writes half of its bytes; the next one answers ENOSPC
 *   lost   it answers that all went well and does nothing
 * AMANAH_WRITE_SAID is a file to which the call that is struck is written; at the end of the process the number of all. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum outcome { PASSES, FAILS, HALVES, VANISHES };
enum room { WANTS_ROOM, WANTS_NONE };

static char kind[16];
static long number;
static atomic_long calls;

__attribute__((constructor)) static void begin(void) {
    const char *fault = getenv("AMANAH_WRITE_FAULT");
    if (!fault || sscanf(fault, "%15s %ld", kind, &number) != 2) number = 0;
}

static void say(const char *format, const char *what, const char *path, long count) {
    const char *said = getenv("AMANAH_WRITE_SAID");
    int file = said ? open(said, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (file < 0) return;
    char line[PATH_MAX + 64];
    int size = snprintf(line, sizeof line, format, count, what, path);
    if (size > 0) syscall(SYS_write, file, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
    close(file);
}

__attribute__((destructor)) static void end(void) { say("%ld calls%s%s\n", "", "", atomic_load(&calls)); }

/* What becomes of a call; `errno` is set where it fails. */
static enum outcome fate(const char *what, const char *path, enum room room) {
    const char *place = getenv("AMANAH_WRITE_PLACE");
    if (!number || !place || strncmp(path, place, strlen(place)) != 0) return PASSES;
    /* What readers share is memory, made anew by whoever opens the database. */
    size_t size = strlen(path);
    if (size > 4 && strcmp(path + size - 4, "-shm") == 0) return PASSES;
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (call < number) return PASSES;
    if (call == number) say("%ld: %s of %s\n", what, path + strlen(place), call);
    if (strcmp(kind, "dead") == 0 || (strcmp(kind, "io") == 0 && call == number)) {
        errno = EIO;
        return FAILS;
    }
    if (strcmp(kind, "full") == 0 && room == WANTS_ROOM) {
        errno = ENOSPC;
        return FAILS;
    }
    if (strcmp(kind, "short") == 0 && room == WANTS_ROOM) {
        if (call == number) return HALVES;
        errno = ENOSPC;
        if (call == number + 1) return FAILS;
    }
    return strcmp(kind, "lost") == 0 && call == number ? VANISHES : PASSES;
}

static enum outcome fate_of(const char *what, int descriptor, enum room room) {
    char link[64], path[PATH_MAX] = {0};
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    if (readlink(link, path, sizeof path - 1) <= 0) return PASSES;
    errno = before;
    return fate(what, path, room);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t size) {
    switch (fate_of("write", descriptor, WANTS_ROOM)) {
    case FAILS: return -1;
    case VANISHES: return (ssize_t)size;
    case HALVES: size = size / 2 ? size / 2 : size; break;
    case PASSES: break;
    }
    return REAL(write)(descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
    switch (fate_of("pwrite", descriptor, WANTS_ROOM)) {
    case FAILS: return -1;
    case VANISHES: return (ssize_t)size;
    case HALVES: size = size / 2 ? size / 2 : size; break;
    case PASSES: break;
    }
    return REAL(pwrite64)(descriptor, bytes, size, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    return pwrite64(descriptor, bytes, size, offset);
}

/* Whatever else is asked for: it happens, it fails, or it is only said to have happened. */
#define UNLESS_STRUCK(outcome, call)                                                                                    \
    switch (outcome) {                                                                                                   \
    case FAILS: return -1;                                                                                               \
    case VANISHES: return 0;                                                                                             \
    default: return call;                                                                                                \
    }

int ftruncate64(int descriptor, off64_t size) {
    UNLESS_STRUCK(fate_of("ftruncate", descriptor, WANTS_NONE), REAL(ftruncate64)(descriptor, size))
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

int fsync(int descriptor) { UNLESS_STRUCK(fate_of("fsync", descriptor, WANTS_NONE), REAL(fsync)(descriptor)) }

int fdatasync(int descriptor) {
    UNLESS_STRUCK(fate_of("fdatasync", descriptor, WANTS_NONE), REAL(fdatasync)(descriptor))
}

int rename(const char *from, const char *to) {
    UNLESS_STRUCK(fate("rename", to, WANTS_ROOM), REAL(rename)(from, to))
}
