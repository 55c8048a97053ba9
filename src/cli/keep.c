/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Recovery key, backup, restore. */
#include "base/clock.h"
#include "base/own.h"
#include "base/text.h"
#include "cli/cli.h"
#include "desk/keep/backup.h"
#include "desk/keep/import_files.h"
#include "desk/keep/paper.h"
#include <errno.h>
#include <stdlib.h>

enum { LINE_CAP = WORDS_IN_MAX };

/* One line of standard input in guarded memory. */
static enum err
read_line(char *to, size_t cap)
{
    if (!fgets(to, (int)cap, stdin))
        return ERR_MALFORMED;
    to[strcspn(to, "\r\n")] = '\0';
    return to[0] ? OK : ERR_MALFORMED;
}

static void
print_half(const struct recovery_halves *h, int i, enum words_lang lang)
{
    struct words w;
    char digits[DIGITS_CAP];

    (void)printf("\nRecovery key %u, half %d of 2\n\n", h->version, i + 1);
    if (words_encode(&h->half[i], lang, &w))
        return;
    for (int k = 0; k < WORDS_COUNT; k++)
        (void)printf("%4d  %-16s%s", k + 1, w.word[k], k % 3 == 2 ? "\n" : "");
    digits_encode(&h->half[i], digits);
    (void)printf("\n      %s\n", digits);
    secret_wipe(digits, sizeof digits);
    secret_wipe(&w, sizeof w);
}

int
cmd_recovery(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    const char *member = args_one(args, "member");
    const char *code = args_one(args, "lang");
    enum words_lang lang = words_lang_of(code ? code : "en");
    char *passphrase = guarded_alloc(PASSPHRASE_MAX);
    struct recovery_halves *halves = guarded_alloc(sizeof *halves);
    char why[BACKUP_WHY_CAP] = "";

    if (args_plain(args, folders) != 1 || !member || !lang || !passphrase || !halves)
        return cli_usage("recovery wants one folder, --member and perhaps --lang ru|uk|be|en|de");
    if (read_line(passphrase, PASSPHRASE_MAX))
        return cli_usage("the member's passphrase is wanted on standard input");
    enum err e = recovery_make(folders[0], member, bytes_of(passphrase), halves, why);
    guarded_free(passphrase);
    if (!e) {
        (void)puts(
            "Print both halves on paper, on two sheets, and give them to two people who keep "
            "them in two places.\nTogether they open every backup of this desk; one alone "
            "opens nothing. They are shown only now.");
        print_half(halves, 0, lang);
        print_half(halves, 1, lang);
    }
    guarded_free(halves);
    return e ? cli_fail("there is no recovery key", why) : 0;
}

int
cmd_backup(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    const char *to = args_one(args, "to");
    struct backup_made made;
    char why[BACKUP_WHY_CAP] = "";

    if (args_plain(args, folders) != 1 || !to)
        return cli_usage("backup wants the desk's folder and --to FILE");
    enum err e = backup_make(folders[0], to, clock_now_s(), &made, why);
    if (e)
        return cli_fail("there is no backup", why);
    (void)printf("backup %s\nrecords %llu\nstreams %llu\nmembers %llu\nbytes %llu\n", to,
        (unsigned long long)made.facts.records, (unsigned long long)made.facts.streams,
        (unsigned long long)made.facts.members, (unsigned long long)made.bytes);
    if (made.unnoted)
        (void)fprintf(
            stderr, "understory: the audit log of this desk could not be told of the backup.\n");
    if (*made.lacking)
        (void)fprintf(stderr,
            "understory: the recovery key alone cannot open these vaults yet: %s. A member who "
            "reads them must log in once; then make the backup again.\n",
            made.lacking);
    return 0;
}

/* The two halves from standard input, one a line. */
static enum err
read_halves(struct box_secret *out)
{
    char *first = guarded_alloc(LINE_CAP);
    char *second = guarded_alloc(LINE_CAP);
    struct words_problem why = { 0 };
    int half = 0;
    enum err e = first && second ? OK : ERR_INTERNAL;

    if (!e && (read_line(first, LINE_CAP) || read_line(second, LINE_CAP))) {
        (void)cli_usage("two lines are wanted on standard input: the twelve words (or forty "
                        "digits) of the first half, then those of the second");
        e = ERR_FORBIDDEN;
    }
    e = e ? e : recovery_read_halves(bytes_of(first), bytes_of(second), out, &half, &why);
    if (e == ERR_MALFORMED && why.state == WORDS_UNKNOWN)
        (void)fprintf(stderr, "understory: half %d: word %u is in no list\n", half, why.position);
    else if (e == ERR_MALFORMED)
        (void)fprintf(stderr, "understory: half %d: %s\n", half,
            why.state == WORDS_CHECK ? "these words do not belong together; compare each of them"
                                     : "twelve words or forty digits are wanted");
    guarded_free(first);
    guarded_free(second);
    return e;
}

static void
print_age(int64_t made_s, int64_t now_s)
{
    struct date d = date_of_day(day_of(made_s));
    int64_t hours = (now_s - made_s) / 3600;

    (void)printf("made %04d-%02d-%02d\n", d.year, d.month, d.day);
    if (hours < 48)
        (void)printf("age %lld hours\n", (long long)hours);
    else
        (void)printf("age %lld days\n", (long long)(hours / 24));
}

/* A folder of its own in memory if there is room for it, else where temporary files lie. */
static const char *
scratch_folder(const struct args *args)
{
    const char *under = args_one(args, "scratch");
    const char *usual = getenv("TMPDIR");
    char *path = arena_printf(args->a, "%s/understory-drill-XXXXXX",
        under   ? under
        : usual ? usual
                : "/tmp");

    return path ? mkdtemp(path) : NULL;
}

static int
print_drill(const struct drill *d, const struct backup_facts *facts)
{
    (void)printf("vaults opened %zu of %zu\ncases %lld\nrecords %lld of %llu\nfiles %zu\n",
        d->n_opened, d->n_vaults, (long long)d->n_cases, (long long)d->n_records,
        (unsigned long long)facts->records, d->n_files);
    if (*d->closed)
        (void)fprintf(stderr,
            "understory: the recovery key alone does not open: %s. With their passphrases members "
            "can; a backup made after one of them logged in can be opened by the recovery key.\n",
            d->closed);
    if (d->n_keyless > 0)
        (void)printf("streams without a key here %zu\n", d->n_keyless);
    if (d->n_broken > 0)
        return cli_fail("records of this backup do not open; fetch another copy", NULL);
    if (d->n_files_broken > 0)
        return cli_fail("attachments in this backup do not open; fetch another copy", NULL);
    (void)puts("everything that has a key opens");
    return 0;
}

static int
drill(const struct args *args, const char *file, const struct box_secret *recovery)
{
    const char *folder = scratch_folder(args);
    struct backup_facts facts;
    struct drill d;
    char why[BACKUP_WHY_CAP] = "";

    if (!folder)
        return cli_fail("no folder for the drill can be made", strerror(errno));
    enum err e = backup_restore(file, recovery, folder, false, &facts, why);
    if (!e) {
        print_age(facts.made_s, clock_now_s());
        e = backup_drill(folder, recovery, &d, why);
    }
    backup_remove(folder);
    (void)rmdir(folder);
    return e ? cli_fail("the drill failed", why) : print_drill(&d, &facts);
}

static int
give_passphrase(const char *folder, const char *name, const struct box_secret *recovery)
{
    char why[BACKUP_WHY_CAP] = "";
    char *passphrase = guarded_alloc(PASSPHRASE_CAP);
    enum err e = passphrase ? recovery_new_passphrase(folder, recovery, name, passphrase, why)
                            : ERR_INTERNAL;

    if (!e)
        (void)printf("passphrase of %s: %s\n", name, passphrase);
    guarded_free(passphrase);
    return e ? cli_fail("this member has no new passphrase", why) : 0;
}

static int
restore(const struct args *args, const char *file, const struct box_secret *recovery)
{
    const char *into = args_one(args, "into");
    const char *name = args_one(args, "new-passphrase");
    struct backup_facts facts;
    char why[BACKUP_WHY_CAP] = "";
    enum err e = backup_restore(file, recovery, into, true, &facts, why);

    if (e)
        return cli_fail("nothing was restored", why);
    print_age(facts.made_s, clock_now_s());
    (void)printf("records %llu\nstreams %llu\nmembers %llu\n", (unsigned long long)facts.records,
        (unsigned long long)facts.streams, (unsigned long long)facts.members);
    return name ? give_passphrase(into, name, recovery) : 0;
}

int
cmd_restore(const struct args *args)
{
    const char *files[CLI_MAX_VALUES];
    bool is_drill = args_has(args, "drill");
    OWN(box_secret) recovery = box_secret_new();
    const char *file = args_plain(args, files) == 1 ? files[0] : args_one(args, "drill");

    if (!file || is_drill == (args_one(args, "into") != NULL))
        return cli_usage("restore wants the backup file and either --into FOLDER or --drill");
    if (!recovery)
        return cli_fail("out of memory", NULL);
    enum err e = read_halves(recovery);
    if (e)
        return e == ERR_INTERNAL ? cli_fail("out of memory", NULL) : 1;
    return is_drill ? drill(args, file, recovery) : restore(args, file, recovery);
}

int
cmd_import(const struct args *args)
{
    const char *words[CLI_MAX_VALUES];

    if (args_plain(args, words) != 2)
        return cli_usage("import wants the desk's folder and a file");
    enum err e = import_put(words[0], words[1], args->a);
    if (e == ERR_NOT_FOUND)
        return cli_fail("this file cannot be read", words[1]);
    if (e == ERR_TOO_LARGE)
        return cli_fail("this file is larger than 24 MB; split it", words[1]);
    if (e == ERR_CONFLICT)
        return cli_fail("a file of this name waits already", words[1]);
    if (e)
        return cli_fail("the file cannot be put into the desk's folder", words[0]);
    (void)puts("The file waits. Open the page Keeping of the desk, and look into it there.");
    return 0;
}
