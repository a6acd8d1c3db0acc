/*
 * What a user program needs of kernel and processor, without a library: integers, floating point, threads, signals, processes, memory.
 * Prints a line for each and ends with 0, or with the number of what failed. Built for 64-bit and for 32-bit mode by build.sh.
 */
#include "user.h"

typedef unsigned long word;

#ifdef __x86_64__
#define NAME "selftest64"
#define AX "rax"
enum { SYS_mmap = 9, SYS_mprotect = 10, SYS_rt_sigaction = 13, SYS_rt_sigreturn = 15, SYS_pipe = 22, SYS_setitimer = 38, SYS_getpid = 39,
       SYS_clone = 56, SYS_fork = 57, SYS_exit = 60, SYS_wait4 = 61, SYS_gettid = 186, SYS_futex = 202, SYS_exit_group = 231, SYS_tgkill = 234, SYS_read = 0 };
__asm__(".globl _start\n_start: xor %ebp,%ebp\n and $-16,%rsp\n call run\n"
        ".globl restorer\nrestorer: mov $15,%eax\n syscall\n"
        ".globl thread_clone\nthread_clone: mov $56,%eax\n mov %rcx,%r10\n mov %r8,%r12\n syscall\n test %eax,%eax\n jnz 1f\n"
        " mov %r12,%rdi\n and $-16,%rsp\n call thread\n1: ret\n");
/* The interrupted instruction pointer in the context that a handler gets. */
enum { CONTEXT_IP = 168 / 8 };
#else
#define NAME "selftest32"
#define AX "eax"
enum { SYS_exit = 1, SYS_fork = 2, SYS_read = 3, SYS_getpid = 20, SYS_pipe = 42, SYS_setitimer = 104, SYS_wait4 = 114, SYS_clone = 120,
       SYS_mprotect = 125, SYS_rt_sigreturn = 173, SYS_rt_sigaction = 174, SYS_mmap = 192, SYS_gettid = 224, SYS_futex = 240, SYS_exit_group = 252,
       SYS_tgkill = 270 };
__asm__(".globl _start\n_start: xor %ebp,%ebp\n and $-16,%esp\n call run\n"
        ".globl restorer\nrestorer: mov $173,%eax\n int $0x80\n"
        ".globl thread_clone\nthread_clone: push %ebx\n push %esi\n push %edi\n push %ebp\n mov 20(%esp),%ebx\n mov 24(%esp),%ecx\n mov 28(%esp),%edx\n"
        " mov 36(%esp),%ebp\n mov 32(%esp),%edi\n xor %esi,%esi\n mov $120,%eax\n int $0x80\n test %eax,%eax\n jnz 1f\n"
        " and $-16,%esp\n sub $12,%esp\n push %ebp\n call thread\n1: pop %ebp\n pop %edi\n pop %esi\n pop %ebx\n ret\n");
enum { CONTEXT_IP = 76 / 4 };
#endif

extern void restorer(void);
extern long thread_clone(long flags, void *stack, int *parent, int *child, long argument);

enum { SIGFPE = 8, SIGUSR1 = 10, SIGSEGV = 11, SIGALRM = 14, SA_SIGINFO = 4, SA_RESTORER = 0x04000000, THREADS = 4, ROUNDS = 20000, STACK = 65536 };
enum { CLONE_THREAD_FLAGS = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000 | 0x200000 }; /* VM FS FILES SIGHAND THREAD SYSVSEM CHILD_CLEARTID */

struct action { void (*handler)(int, void *, void *); word flags; void (*restorer)(void); word mask[2]; };

static int failed, number;
static void check(const char *what, int good) {
    number++;
    print(NAME ": ");
    print(what);
    print(good ? " ok\n" : " FAILED\n");
    if (!good && !failed) failed = number;
}

static void on(int signal, void (*handler)(int, void *, void *)) {
    struct action action = { handler, SA_SIGINFO | SA_RESTORER, restorer, { 0, 0 } };
    CALL(SYS_rt_sigaction, signal, &action, 0, 8);
}

/* ---- integers ---- */

static int integers(void) {
    word hash = 2166136261u;
    for (unsigned i = 0; i < 50000; i++) {
        hash = (hash ^ (i & 255)) * 16777619u & 0xFFFFFFFFu;
        hash = (hash >> 7 | hash << 25) & 0xFFFFFFFFu;
        hash ^= (word)(1000003u / (i + 1)) + 1000003u % (i + 1);
    }
    unsigned left = (unsigned)hash, bits = 0;
    for (; left; left &= left - 1) bits++;
    return hash == 0xEEFD5DF3u && bits == 24;
}

/* ---- floating point ---- */

static double root(double x) {
    double y;
#ifdef __x86_64__
    __asm__("sqrtsd %1,%0" : "=x"(y) : "x"(x));
#else
    __asm__("fsqrt" : "=t"(y) : "0"(x));
#endif
    return y;
}
static double near(double a, double b) { return a > b ? a - b : b - a; }

/* The sum of 1/k^2 up to n goes to pi^2/6. */
static double series(int n) {
    volatile double sum = 0;
    for (int k = n; k > 0; k--) sum += 1.0 / ((double)k * k);
    return sum;
}

static int floating(void) {
    double pi = root(6 * (series(20000) + 1.0 / 20000.5));
    volatile long double third = 1.0L / 3;
    volatile float half = 0.5f;
    double sine;
    __asm__("fsin" : "=t"(sine) : "0"(pi / 6));
    return near(pi, 3.14159265358979) < 1e-9 && third * 3 == 1.0L && (int)(half * 9) == 4 && near(sine, 0.5) < 1e-9;
}

/* ---- threads ---- */

static char stacks[THREADS][STACK] __attribute__((aligned(16)));
static volatile int alive[THREADS];
static volatile int counter;
static volatile double results[THREADS];

__attribute__((used)) void thread(long index) {
    double sum = series(2000 + (int)index);
    for (int i = 0; i < ROUNDS; i++) __asm__ volatile("lock incl %0" : "+m"(counter));
    results[index] = sum;
    for (;;) CALL(SYS_exit, 0, 0, 0, 0);
}

static int threads(void) {
    for (long i = 0; i < THREADS; i++) {
        alive[i] = 1;
        if (thread_clone(CLONE_THREAD_FLAGS, stacks[i] + STACK - 64, 0, (int *)&alive[i], i) < 0) return 0;
    }
    int good = 1;
    for (int i = 0; i < THREADS; i++) {
        while (alive[i]) call(SYS_futex, (long)&alive[i], 0, 1, 0, 0, 0);
        good &= results[i] == series(2000 + i);
    }
    return good && counter == THREADS * ROUNDS;
}

/* ---- signals ---- */

static volatile int caught[32];
/* Goes on behind the faulting instruction, which "faulting" makes two bytes long. */
static void handle(int signal, void *info, void *context) {
    (void)info;
    caught[signal]++;
    if (signal == SIGSEGV || signal == SIGFPE) ((word *)context)[CONTEXT_IP] += 2;
    volatile double spoil = 3.0;
    for (int i = 0; i < 10; i++) spoil = root(spoil) * 1.5;
}

static int signals(void) {
    on(SIGUSR1, handle);
    on(SIGSEGV, handle);
    on(SIGFPE, handle);
    CALL(SYS_tgkill, CALL(SYS_getpid, 0, 0, 0, 0), CALL(SYS_gettid, 0, 0, 0, 0), SIGUSR1, 0);
    __asm__ volatile("mov %%eax,(%%" AX ")" : : "a"(0L) : "memory");
    __asm__ volatile("div %%ecx" : : "a"(1), "d"(0), "c"(0) : "cc");
    return caught[SIGUSR1] == 1 && caught[SIGSEGV] == 1 && caught[SIGFPE] == 1;
}

/* A timer's signals must not disturb a computation. */
static int alarms(void) {
    on(SIGALRM, handle);
    long interval[4] = { 0, 5000, 0, 5000 }, never[4] = { 0, 0, 0, 0 };
    double expected = series(3000);
    int good = 1;
    CALL(SYS_setitimer, 0, interval, 0, 0);
    for (int i = 0; i < 100000 && caught[SIGALRM] < 5; i++) good &= series(3000) == expected;
    CALL(SYS_setitimer, 0, never, 0, 0);
    return good && caught[SIGALRM] >= 5;
}

/* ---- processes and memory ---- */

static int processes(void) {
    int ends[2], status = -1;
    char text[6] = { 0 };
    if (CALL(SYS_pipe, ends, 0, 0, 0)) return 0;
    long child = CALL(SYS_fork, 0, 0, 0, 0);
    if (child == 0) {
        CALL(SYS_write, ends[1], "child", 5, 0);
        CALL(SYS_exit_group, 42, 0, 0, 0);
    }
    CALL(SYS_read, ends[0], text, 5, 0);
    CALL(SYS_wait4, child, &status, 0, 0);
    return text[0] == 'c' && text[4] == 'd' && (status >> 8 & 255) == 42;
}

static int memory(void) {
    char *page = (char *)call(SYS_mmap, 0, 1 << 20, 3, 0x22, -1, 0);
    for (int i = 0; i < 1 << 20; i += 4096) page[i] = (char)(i >> 12);
    int good = 1;
    for (int i = 0; i < 1 << 20; i += 4096) good &= page[i] == (char)(i >> 12);
    CALL(SYS_mprotect, page, 4096, 1, 0);
    int before = caught[SIGSEGV];
    __asm__ volatile("movb %%cl,(%%" AX ")" : : "a"(page), "c"(77) : "memory");
    return good && caught[SIGSEGV] == before + 1 && page[0] == 0;
}

__attribute__((used, noreturn)) void run(void) {
    check("integers", integers());
    check("floating point", floating());
    check("threads", threads());
    check("signals", signals());
    check("a timer's signals", alarms());
    check("processes", processes());
    check("memory protection", memory());
    print(failed ? NAME ": FAILED\n" : NAME ": all ok\n");
    for (;;) CALL(SYS_exit_group, failed, 0, 0, 0);
}
