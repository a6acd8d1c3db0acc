/* System calls and output of a user program without a library. */
#ifdef __x86_64__
enum { SYS_write = 1 };
static long call(long n, long a, long b, long c, long d, long e, long f) {
    register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
    return result;
}
#else
enum { SYS_write = 4 };
static long call(long n, long a, long b, long c, long d, long e, long f) {
    struct { long n, a, f; } t = { n, a, f };
    long result;
    __asm__ volatile("push %%ebp\n push %%ebx\n mov 8(%1),%%ebp\n mov 4(%1),%%ebx\n mov (%1),%%eax\n int $0x80\n pop %%ebx\n pop %%ebp"
                     : "=a"(result) : "0"(&t), "c"(b), "d"(c), "S"(d), "D"(e) : "memory");
    return result;
}
#endif

#define CALL(n, a, b, c, d) call(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

static void print(const char *text) {
    long length = 0;
    while (text[length]) length++;
    CALL(SYS_write, 1, text, length, 0);
}
