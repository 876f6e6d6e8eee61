/* What a disk still has when the current is cut: a file as it was at its last fsync, and nothing of one that never had any.

   Preloaded into a process (LD_PRELOAD), it copies every file in POWER_DISK to POWER_KEPT whenever that file is synced, and
   takes the copy away with the file. After a kill the tests put the copies in the place of the files. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static const char *name_on_disk(const char *path)
{
    const char *disk = getenv("POWER_DISK");
    size_t length = disk ? strlen(disk) : 0;
    if (!length || strncmp(path, disk, length) || path[length] != '/' || strchr(path + length + 1, '/'))
        return NULL;
    return path + length + 1;
}

static int keep(int fd)
{
    char link[64], path[4096], kept[4096], half[4100], block[65536];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    const char *name = name_on_disk(path);
    if (!name)
        return 0;
    snprintf(kept, sizeof kept, "%s/%s", getenv("POWER_KEPT"), name);
    snprintf(half, sizeof half, "%s.tmp", kept);
    int copy = open(half, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    off_t at = 0;
    for (ssize_t got; (got = pread(fd, block, sizeof block, at)) > 0; at += got)
        if (write(copy, block, got) != got)
            abort();
    close(copy);
    rename(half, kept);
    return 1;
}

int fsync(int fd)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return keep(fd) ? 0 : real(fd); /* the copy is the disk: the real one need not be waited for */
}

int fdatasync(int fd)
{
    return fsync(fd);
}

int unlink(const char *path)
{
    static int (*real)(const char *);
    char kept[4096];
    const char *name = name_on_disk(path);
    if (!real)
        real = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    if (name) {
        snprintf(kept, sizeof kept, "%s/%s", getenv("POWER_KEPT"), name);
        real(kept);
    }
    return real(path);
}
