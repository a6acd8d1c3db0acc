/*
 * A virtual machine in Linux's KVM, without a library, and what runs in it.
 *
 *   kvmguest                      a few bytes of real-address mode
 *   kvmguest VMLINUX [COMMANDS]   a Linux kernel with this program as its init, which says so and resets the machine
 *
 * Ends with 0 where the guest did what it should.
 */
#include <asm/bootparam.h>
#include <elf.h>
#include <linux/kvm.h>
#include "user.h"

enum { SYS_read = 0, SYS_open = 2, SYS_mmap = 9, SYS_ioctl = 16, SYS_pread64 = 17, SYS_getpid = 39, SYS_exit = 60, SYS_mknod = 133, SYS_reboot = 169 };
enum { RDWR = 2, READ_WRITE = 3, SHARED = 1, PRIVATE_ANONYMOUS = 0x22, CHARACTER = 020600, KMSG = 1 << 8 | 11 };

__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call run\n");

/* ---- what a compiler expects of a library ---- */

void *memset(void *to, int value, unsigned long count) {
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(count) : "a"(value) : "memory");
    return to;
}
void *memcpy(void *to, const void *from, unsigned long count) {
    void *at = to;
    __asm__ volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(count) : : "memory");
    return to;
}

static void end(int status) { for (;;) CALL(SYS_exit, status, 0, 0, 0); }

static void print_number(const char *what, unsigned long value) {
    char digits[17] = { 0 };
    for (int i = 15; i >= 0; i--, value >>= 4) digits[i] = "0123456789abcdef"[value & 15];
    print(what);
    print(digits);
    print("\n");
}

static long required(const char *what, long result) {
    if (result >= 0) return result;
    print_number(what, -result);
    end(1);
    return 0;
}
#define IOCTL(file, request, argument) required("kvmguest: " #request " failed with error ", CALL(SYS_ioctl, file, request, argument, 0))

/* ---- the virtual machine ---- */

enum { MEMORY = 128 << 20, GDT = 0x6000, PARAMETERS = 0x7000, COMMAND_LINE = 0x8000, PAGE_TABLES = 0x9000, INITRD = 0x7000000 };
enum { CONSOLE = 0x3F8, LINE_STATUS = 0x3FD, TRANSMITTER_EMPTY = 0x60, KEYBOARD_CONTROLLER = 0x64, PULSE_RESET = 0xFE };

static long kvm, vm, cpu;
static unsigned char *memory;
static struct kvm_run *run_area;

static void *map(long bytes, long flags, long file) {
    return (void *)required("kvmguest: mmap failed with error ", call(SYS_mmap, 0, bytes, READ_WRITE, flags, file, 0));
}

static void create(void) {
    kvm = required("kvmguest: /dev/kvm can't be opened, error ", CALL(SYS_open, "/dev/kvm", RDWR, 0, 0));
    vm = IOCTL(kvm, KVM_CREATE_VM, 0);
    memory = map(MEMORY, PRIVATE_ANONYMOUS, -1);
    /* Pages of KVM's own for a processor that can't run real-address mode. */
    static const unsigned long long identity = 0xFFFBC000;
    IOCTL(vm, KVM_SET_IDENTITY_MAP_ADDR, &identity);
    IOCTL(vm, KVM_SET_TSS_ADDR, 0xFFFBD000L);
}

static void create_processor(void) {
    struct kvm_userspace_memory_region region = { .memory_size = MEMORY, .userspace_addr = (unsigned long)memory };
    IOCTL(vm, KVM_SET_USER_MEMORY_REGION, &region);
    cpu = IOCTL(vm, KVM_CREATE_VCPU, 0);
    run_area = map(IOCTL(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), SHARED, cpu);
}

static void start(struct kvm_sregs *system, unsigned long rip, unsigned long rsi) {
    struct kvm_regs general = { .rip = rip, .rflags = 2, .rsi = rsi, .rsp = GDT };
    IOCTL(cpu, KVM_SET_SREGS, system);
    IOCTL(cpu, KVM_SET_REGS, &general);
}

/* An access to a port. Returns whether it resets the machine. */
static int port(void) {
    unsigned char *data = (unsigned char *)run_area + run_area->io.data_offset;
    int number = run_area->io.port, bytes = run_area->io.size * run_area->io.count;
    if (run_area->io.direction == KVM_EXIT_IO_IN) memset(data, number == LINE_STATUS ? TRANSMITTER_EMPTY : number == KEYBOARD_CONTROLLER ? 0 : 0xFF, bytes);
    else if (number == CONSOLE) CALL(SYS_write, 1, data, bytes, 0);
    return number == KEYBOARD_CONTROLLER && run_area->io.direction == KVM_EXIT_IO_OUT && *data == PULSE_RESET;
}

/* Runs until the guest can't be helped any more. Returns the exit reason, or that of a port for a reset. */
static int run_guest(void) {
    for (;;) {
        IOCTL(cpu, KVM_RUN, 0);
        int reason = run_area->exit_reason;
        if (reason == KVM_EXIT_IO) {
            if (port()) return reason;
        } else if (reason == KVM_EXIT_MMIO) {
            if (!run_area->mmio.is_write) memset(run_area->mmio.data, 0xFF, sizeof run_area->mmio.data);
        } else if (reason != KVM_EXIT_INTR) return reason;
    }
}

static int ended(int expected, const char *well) {
    int reason = run_guest();
    if (reason == expected) {
        print(well);
        return 0;
    }
    print_number("kvmguest: KVM ended the guest for reason ", reason);
    if (reason == KVM_EXIT_FAIL_ENTRY) print_number("kvmguest: the processor's reason is ", run_area->fail_entry.hardware_entry_failure_reason);
    return 1;
}

/* ---- real-address mode ---- */

static int real_mode(void) {
    static const unsigned char code[] = {
        0xBA, 0xF8, 0x03,  0xBE, 0x12, 0x10,            /* mov dx, 3F8H; mov si, text */
        0xAC,  0x84, 0xC0,  0x74, 0x03,                 /* next: lodsb; test al, al; jz done */
        0xEE,  0xEB, 0xF8,                              /* out dx, al; jmp next */
        0x0F, 0xA2,  0xF4, 0x90,                        /* done: cpuid; hlt */
        'k', 'v', 'm', 'g', 'u', 'e', 's', 't', ':', ' ', 'r', 'e', 'a', 'l', ' ', 'm', 'o', 'd', 'e', '\n', 0 };
    struct kvm_sregs system;
    create();
    memcpy(memory + 0x1000, code, sizeof code);
    create_processor();
    IOCTL(cpu, KVM_GET_SREGS, &system);
    system.cs.base = system.cs.selector = 0;
    start(&system, 0x1000, 0);
    return ended(KVM_EXIT_HLT, "kvmguest: it halted\n");
}

/* ---- Linux ---- */

static long length(const char *text) {
    long count = 0;
    while (text[count]) count++;
    return count;
}

static void read_at(long file, void *to, unsigned long bytes, unsigned long from) {
    while (bytes) {
        long got = required("kvmguest: the kernel can't be read, error ", call(SYS_pread64, file, (long)to, bytes, from, 0, 0));
        if (!got) end(1);
        to = (char *)to + got;
        from += got;
        bytes -= got;
    }
}

/* Returns the physical address of the first byte, where 64-bit kernels start. */
static unsigned long load_kernel(const char *path) {
    long file = required("kvmguest: the kernel can't be opened, error ", CALL(SYS_open, path, 0, 0, 0));
    unsigned long lowest = -1;
    Elf64_Ehdr header;
    read_at(file, &header, sizeof header, 0);
    for (int i = 0; i < header.e_phnum; i++) {
        Elf64_Phdr part;
        read_at(file, &part, sizeof part, header.e_phoff + i * sizeof part);
        if (part.p_type != PT_LOAD) continue;
        read_at(file, memory + part.p_paddr, part.p_filesz, part.p_offset);
        if (part.p_paddr < lowest) lowest = part.p_paddr;
    }
    return lowest;
}

/* A number of eight hexadecimal digits of an archive's header. */
static char *digits(char *at, unsigned long value) {
    for (int i = 7; i >= 0; i--, value >>= 4) at[i] = "0123456789abcdef"[value & 15];
    return at + 8;
}

/* An entry of an archive for the kernel ("newc"): returns the end. */
static char *archive(char *at, const char *name, int mode, const void *content, long bytes) {
    long fields[] = { 1, mode, 0, 0, 1, 0, bytes, 0, 0, 0, 0, length(name) + 1, 0 };
    memcpy(at, "070701", 6);
    at += 6;
    for (int i = 0; i < 13; i++) at = digits(at, fields[i]);
    memcpy(at, name, length(name) + 1);
    at = (char *)(((unsigned long)at + length(name) + 1 + 3) & ~3UL);
    memcpy(at, content, bytes);
    return (char *)(((unsigned long)at + bytes + 3) & ~3UL);
}

/* An initial RAM disk with this program as /init. Returns its size. */
static long make_initrd(void) {
    static char self[65536];
    long bytes = CALL(SYS_read, CALL(SYS_open, "/proc/self/exe", 0, 0, 0), self, sizeof self, 0);
    char *from = (char *)memory + INITRD;
    return archive(archive(from, "init", 0100755, self, bytes), "TRAILER!!!", 0, "", 0) - from;
}

static void describe(const char *commands) {
    struct boot_params *parameters = (void *)(memory + PARAMETERS);
    parameters->hdr = (struct setup_header){ .boot_flag = 0xAA55, .header = 0x53726448, .version = 0x20F, .type_of_loader = 0xFF, .loadflags = 1,
                                             .cmd_line_ptr = COMMAND_LINE, .ramdisk_image = INITRD, .ramdisk_size = make_initrd() };
    parameters->e820_entries = 2;
    parameters->e820_table[0] = (struct boot_e820_entry){ 0, 0x9FC00, 1 };
    parameters->e820_table[1] = (struct boot_e820_entry){ 0x100000, MEMORY - 0x100000, 1 };
    memcpy(memory + COMMAND_LINE, commands, length(commands) + 1);
}

/* 64-bit mode, the first GiB mapped to itself. */
static void long_mode(struct kvm_sregs *system) {
    unsigned long *tables = (void *)(memory + PAGE_TABLES), *descriptors = (void *)(memory + GDT);
    tables[0] = PAGE_TABLES + 0x1000 + 3;
    tables[512] = PAGE_TABLES + 0x2000 + 3;
    for (unsigned long i = 0; i < 512; i++) tables[1024 + i] = i << 21 | 0x83;
    descriptors[2] = 0x00AF9B000000FFFF;
    descriptors[3] = 0x00CF93000000FFFF;
    system->cr0 = 0x80000011;
    system->cr4 = 0x20;
    system->cr3 = PAGE_TABLES;
    system->efer = 0x500;
    system->gdt.base = GDT;
    system->gdt.limit = 0x1F;
    system->cs = (struct kvm_segment){ .limit = -1, .selector = 0x10, .type = 11, .present = 1, .s = 1, .l = 1, .g = 1 };
    system->ds = (struct kvm_segment){ .limit = -1, .selector = 0x18, .type = 3, .present = 1, .s = 1, .db = 1, .g = 1 };
    system->es = system->ss = system->fs = system->gs = system->ds;
}

static int linux_kernel(const char *path, const char *commands) {
    static struct { struct kvm_cpuid2 head; struct kvm_cpuid_entry2 entries[100]; } cpuid = { .head = { .nent = 100 } };
    struct kvm_pit_config timer = { 0 };
    struct kvm_sregs system;
    create();
    IOCTL(vm, KVM_CREATE_IRQCHIP, 0);
    IOCTL(vm, KVM_CREATE_PIT2, &timer);
    unsigned long entry = load_kernel(path);
    describe(commands);
    create_processor();
    IOCTL(kvm, KVM_GET_SUPPORTED_CPUID, &cpuid);
    IOCTL(cpu, KVM_SET_CPUID2, &cpuid);
    IOCTL(cpu, KVM_GET_SREGS, &system);
    long_mode(&system);
    start(&system, entry, PARAMETERS);
    return ended(KVM_EXIT_IO, "kvmguest: its Linux reset the machine\n");
}

/* ---- the first program of that Linux ---- */

static void init(void) {
    CALL(SYS_mknod, "/kmsg", CHARACTER, KMSG, 0);
    long log = CALL(SYS_open, "/kmsg", RDWR, 0, 0);
    static const char text[] = "kvmguest: user space of a Linux in KVM\n";
    CALL(SYS_write, log, text, sizeof text - 1, 0);
    CALL(SYS_reboot, 0xFEE1DEAD, 0x28121969, 0x01234567, 0);
}

__attribute__((used)) void run(long *stack) {
    char **arguments = (char **)(stack + 1);
    if (CALL(SYS_getpid, 0, 0, 0, 0) == 1) init();
    const char *commands = stack[0] > 2 ? arguments[2] : "earlycon=uart8250,io,0x3f8 keep_bootcon nokaslr panic=-1 reboot=k";
    end(stack[0] > 1 ? linux_kernel(arguments[1], commands) : real_mode());
}
