// How long one durable batch commit takes on this disk: WAL and synchronous=FULL, rows of the size that a look writes.
//
// usage: commit_probe FILE BATCH BYTES SECONDS
// Writes FILE anew; each transaction holds BATCH rows of a log (BYTES of entry, 32 of hash) with two indexes, and as many
// counters. Prints one line of JSON: commits, the seconds they took, p50_ms and p99_ms of a transaction from BEGIN to the
// return of COMMIT.
// Source of the durability rule: SQLite, "PRAGMA synchronous": in WAL mode NORMAL does not sync on commit, FULL does.

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT = 1 << 20, PEOPLE = 96, SPREAD = 4096 };

static double now_ms(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static void check(sqlite3 *db, int code, const char *step) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    fprintf(stderr, "%s: %s\n", step, sqlite3_errmsg(db));
    exit(1);
}

static void run(sqlite3 *db, const char *sql) { check(db, sqlite3_exec(db, sql, NULL, NULL, NULL), sql); }

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    check(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL), sql);
    return statement;
}

static void step(sqlite3 *db, sqlite3_stmt *statement) {
    check(db, sqlite3_step(statement), "step");
    check(db, sqlite3_reset(statement), "reset");
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: commit_probe FILE BATCH BYTES SECONDS\n");
        return 64;
    }
    const int batch = atoi(arguments[2]), bytes = atoi(arguments[3]);
    const double seconds = atof(arguments[4]);
    double *took = calloc(LIMIT, sizeof *took);
    unsigned char *noise = calloc(1, (size_t)bytes + SPREAD + 32);
    if (batch < 1 || bytes < 1 || seconds <= 0 || !took || !noise) return 64;
    srandom(1);
    for (int at = 0; at < bytes + SPREAD + 32; at++) noise[at] = (unsigned char)random();
    unlink(arguments[1]);

    sqlite3 *db = NULL;
    check(db, sqlite3_open(arguments[1], &db), "open");
    run(db, "PRAGMA journal_mode = WAL");
    run(db, "PRAGMA synchronous = FULL");
    run(db, "CREATE TABLE log (position INTEGER PRIMARY KEY, at INTEGER, person TEXT, customer TEXT, entry BLOB, hash BLOB)");
    run(db, "CREATE INDEX log_by_person ON log (person, at)");
    run(db, "CREATE INDEX log_by_customer ON log (customer, at)");
    run(db, "CREATE TABLE counters (person TEXT PRIMARY KEY, taken INTEGER) WITHOUT ROWID");
    sqlite3_stmt *append = prepare(db, "INSERT INTO log VALUES (NULL, ?, ?, ?, ?, ?)");
    sqlite3_stmt *take = prepare(
        db, "INSERT INTO counters VALUES (?, 1) ON CONFLICT DO UPDATE SET taken = taken + 1");
    sqlite3_stmt *begin = prepare(db, "BEGIN IMMEDIATE"), *commit = prepare(db, "COMMIT");

    int commits = 0;
    const double began = now_ms();
    for (const double end = began + seconds * 1e3; commits < LIMIT && now_ms() < end; commits++) {
        const double start = now_ms();
        step(db, begin);
        for (int row = 0; row < batch; row++) {
            char person[8], customer[12];
            snprintf(person, sizeof person, "P%04ld", random() % PEOPLE);
            snprintf(customer, sizeof customer, "C%07ld", random() % 2000);
            const unsigned char *entry = noise + random() % SPREAD;
            sqlite3_bind_int64(append, 1, commits);
            sqlite3_bind_text(append, 2, person, -1, SQLITE_TRANSIENT);
            sqlite3_bind_text(append, 3, customer, -1, SQLITE_TRANSIENT);
            sqlite3_bind_blob(append, 4, entry, bytes, SQLITE_STATIC);
            sqlite3_bind_blob(append, 5, entry + bytes, 32, SQLITE_STATIC);
            step(db, append);
            sqlite3_bind_text(take, 1, person, -1, SQLITE_TRANSIENT);
            step(db, take);
        }
        step(db, commit);
        took[commits] = now_ms() - start;
    }
    const double all = (now_ms() - began) / 1e3;
    if (commits == 0) return 1;
    qsort(took, (size_t)commits, sizeof *took, ascending);
    printf("{\"commits\":%d,\"seconds\":%.3f,\"p50_ms\":%.3f,\"p99_ms\":%.3f}\n", commits, all, took[commits / 2],
           took[(int)((double)commits * 0.99)]);
    for (sqlite3_stmt *each; (each = sqlite3_next_stmt(db, NULL));) sqlite3_finalize(each);
    sqlite3_close(db);
    return 0;
}
