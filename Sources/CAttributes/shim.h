// Swift's module of the C library leaves these out.
#include <sys/xattr.h>
