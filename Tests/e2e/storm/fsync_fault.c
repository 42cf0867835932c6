/* Lets fsync and fdatasync of one file fail, as a disk does that has lost what it was given.
 *
 * AMANAH_SYNC_FAULT names a file of one line, `always SUFFIX` or `once SUFFIX`; while it is there, a sync of a file whose
 * path ends in SUFFIX answers EIO. `once` takes the file away, so that every later sync answers as usual. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fault(int descriptor) {
    const char *control = getenv("AMANAH_SYNC_FAULT");
    if (!control) return 0;
    int file = open(control, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    char line[256] = {0}, link[64], path[4096] = {0};
    ssize_t size = read(file, line, sizeof line - 1);
    close(file);
    if (size <= 0) return 0;
    line[strcspn(line, "\n")] = 0;
    int once = strncmp(line, "once ", 5) == 0;
    const char *suffix = line + (once ? 5 : 7);
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    if (readlink(link, path, sizeof path - 1) <= 0) return 0;
    size_t whole = strlen(path), end = strlen(suffix);
    if (whole < end || strcmp(path + whole - end, suffix) != 0) return 0;
    return once ? unlink(control) == 0 : 1;
}

static int sync_or_fail(const char *name, int descriptor) {
    if (fault(descriptor)) {
        errno = EIO;
        return -1;
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real(descriptor);
}

int fsync(int descriptor) { return sync_or_fail("fsync", descriptor); }
int fdatasync(int descriptor) { return sync_or_fail("fdatasync", descriptor); }
