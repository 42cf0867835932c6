// Declared here, not included: two modules must not both own the names of sqlite3.h.
extern int sqlite3_config(int option, ...);

// Swift cannot call a function of variable arguments. 9 is SQLITE_CONFIG_MEMSTATUS.
static inline int amanah_sqlite_memory_statistics(int on) { return sqlite3_config(9, on); }
