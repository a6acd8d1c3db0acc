package hv.cpu.silicon;

import static hv.cpu.silicon.MachineCode.*;

/**
 * The program that runs cases on the host's processor, as machine code for Linux on x86-64. All work is done in its handler for the signals that
 * faults and traps raise. A case begins when the handler returns to a context that it has filled from the case's state before, and ends
 * with the signal that the instruction (or the single-step trap, or the breakpoint behind it) raises, whose context becomes the state
 * after. Between batches the handler waits at its standard input for the address and the number of the next cases.
 */
final class HostProgram {
    private static final long TEXT = 0x2468_A000_0000L;
    private static final int READ = 0, WRITE = 1, OPEN = 2, MMAP = 9, SIGACTION = 13, SIGRETURN = 15, SIGALTSTACK = 131, MODIFY_LDT = 154, EXIT_GROUP = 231;
    private static final int[] SIGNALS = {4, 5, 7, 8, 11};   // SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV
    /** MAP_SHARED, MAP_FIXED, MAP_POPULATE: a page that can be read is there from the start. */
    private static final int SHARED_FIXED = 0x8011, READ_WRITE = 3;
    private static final int R8 = 8, R9 = 9, R10 = 10;
    /** Offsets in the handler's ucontext: registers, and behind them the pointer to the FXSAVE image. */
    private static final int CONTEXT = 40, FX_POINTER = CONTEXT + 184;
    /** Quadwords of a state that come from the context, and those that go there. */
    private static final int SAVED = 23, LOADED = 19;
    /** The part of an FXSAVE image that is the processor's. */
    private static final int FX_QUADWORDS = 464 / 8;
    /** INT3, which fills the code around the instruction under test. */
    static final int FILLER = 0xCC;

    private final MachineCode code = new MachineCode();

    HostProgram() {
        start();
        handler();
    }

    byte[] elf() { return ElfFile.of(TEXT, code.bytes()); }
    /** Linear address of the signal handler. */
    long handlerAddress() { return ElfFile.entry(TEXT) + code.offset("handler"); }

    /** Maps the file that the command line names, and its pieces; then a breakpoint calls the handler for the first time. */
    private void start() {
        code.load(RDI, RSP, 16).set(RSI, 2).systemCall(OPEN).move(R13, RAX);
        code.set(RDI, SharedFile.BASE).set(RSI, SharedFile.LENGTH).set(RDX, READ_WRITE).set(R10, SHARED_FIXED).move(R8, R13).set(R9, 0).systemCall(MMAP);
        code.set(RBX, SharedFile.BASE + SharedFile.MAPS).label("map").load(RDI, RBX, 0).test(RDI).jumpIfZero("mapped");
        code.load(RSI, RBX, 8).load(RDX, RBX, 16).load(R9, RBX, 24).set(R10, SHARED_FIXED).move(R8, R13).systemCall(MMAP);
        code.lea(RBX, RBX, 32).jump("map").label("mapped");
        code.set(RDI, SharedFile.BASE + SharedFile.SIGNAL_STACK).set(RSI, 0).systemCall(SIGALTSTACK);
        for (int signal : SIGNALS)
            code.set(RDI, signal).set(RSI, SharedFile.BASE + SharedFile.ACTION).set(RDX, 0).set(R10, 8).systemCall(SIGACTION);
        localTable();
        code.raw("CC", "int3");
    }

    /** Writes the entries of the LDT, as far as Linux lets it. */
    private void localTable() {
        code.set(RBX, SharedFile.BASE + SharedFile.LDT).set(RBP, SharedFile.BASE).load(R12, RBP, SharedFile.LDT_COUNT).label("entry");
        code.set(RDI, 0x11).move(RSI, RBX).set(RDX, 16).systemCall(MODIFY_LDT).raw("89 C0", "mov eax, eax").store(RBP, SharedFile.LDT_RESULT, RAX);
        code.lea(RBX, RBX, 16).lea(R12, R12, -1).test(R12).jumpIfNotZero("entry");
    }

    /** RBX is the context, RBP the shared file, R12 the case. */
    private void handler() {
        code.label("handler").raw("6A 02", "push 2").raw("9D", "popfq").move(RBX, RDX).set(RBP, SharedFile.BASE);
        code.load(R12, RBP, SharedFile.CURRENT).test(R12).jumpIfZero("wait");
        stepOn();
        save();
        code.lea(R12, R12, SharedFile.CASE).load(RAX, RBP, SharedFile.REMAINING).raw("48 FF C8", "dec rax").store(RBP, SharedFile.REMAINING, RAX);
        code.test(RAX).jumpIfNotZero("next");
        answer();
        code.label("wait");
        ask();
        code.label("next");
        load();
        code.label("resume").raw("80 0B 06", "or byte [rbx], 6");   // SS counts as the context has it
        code.load(RAX, R12, State.RFLAGS).raw("25 00 40 20 00", "and eax, 204000h").raw("50", "push rax").raw("9D", "popfq");   // NT, ID
        code.move(RSP, RBX).systemCall(SIGRETURN);
    }

    /** A single step that left RIP alone is one iteration of many. */
    private void stepOn() {
        code.load(RAX, R12, State.OPTIONS).test(RAX).jumpIfZero("ended");
        code.load(RAX, RBX, CONTEXT + State.VECTOR).raw("48 FF C8", "dec rax").jumpIfNotZero("ended");
        code.load(RAX, RBX, CONTEXT + State.RIP).load(RDX, R12, State.RIP).compare(RAX, RDX).jumpIfZero("resume");
        code.label("ended");
    }

    /** Leaves nothing in memory to the next case. */
    private void save() {
        int after = State.BYTES;
        code.lea(RSI, RBX, CONTEXT).lea(RDI, R12, after).copyQuadwords(SAVED);
        code.load(RAX, RBP, SharedFile.BASES_WORK).test(RAX).jumpIfZero("bases saved");
        code.raw("F3 48 0F AE C0", "rdfsbase rax").store(R12, after + State.FS_BASE, RAX);
        code.raw("F3 48 0F AE C8", "rdgsbase rax").store(R12, after + State.GS_BASE, RAX).label("bases saved");
        code.raw("8C D8", "mov eax, ds").store(R12, after + State.DS, RAX).raw("8C C0", "mov eax, es").store(R12, after + State.ES, RAX);
        code.raw("8C E0", "mov eax, fs").store(R12, after + State.FS, RAX).raw("8C E8", "mov eax, gs").store(R12, after + State.GS, RAX);
        code.load(RSI, RBX, FX_POINTER).lea(RDI, R12, after + State.FX).copyQuadwords(FX_QUADWORDS);
        code.load(RSI, R12, State.MEMORY_PLACE).lea(RDI, R12, after + State.MEMORY).copyQuadwords(State.MEMORY_BYTES / 8);
        code.lea(RDI, RBP, Region.WINDOW.offset()).set(RAX, 0).fillQuadwords(Region.WINDOWS_BYTES / 8);
        code.load(RDI, R12, State.CODE_PLACE).set(RAX, FILLER * 0x0101_0101_0101_0101L).fillQuadwords(State.CODE_BYTES / 8);
    }

    private void load() {
        code.store(RBP, SharedFile.CURRENT, R12);
        code.lea(RSI, R12, State.CODE).load(RDI, R12, State.CODE_PLACE).copyQuadwords(State.CODE_BYTES / 8);
        code.lea(RSI, R12, State.MEMORY).load(RDI, R12, State.MEMORY_PLACE).copyQuadwords(State.MEMORY_BYTES / 8);
        code.lea(RSI, R12, 0).lea(RDI, RBX, CONTEXT).copyQuadwords(LOADED);
        code.lea(RSI, R12, State.FX).load(RDI, RBX, FX_POINTER).copyQuadwords(FX_QUADWORDS);
        code.load(RAX, R12, State.DS).raw("8E D8", "mov ds, eax").load(RAX, R12, State.ES).raw("8E C0", "mov es, eax");
        code.load(RAX, R12, State.FS).raw("8E E0", "mov fs, eax").load(RAX, R12, State.GS).raw("8E E8", "mov gs, eax");
        code.load(RAX, RBP, SharedFile.BASES_WORK).test(RAX).jumpIfZero("resume");
        code.load(RAX, R12, State.FS_BASE).raw("F3 48 0F AE D0", "wrfsbase rax");
        code.load(RAX, R12, State.GS_BASE).raw("F3 48 0F AE D8", "wrgsbase rax");
    }

    /** Tells the test that a batch is done. */
    private void answer() {
        code.set(RAX, 0).store(RBP, SharedFile.CURRENT, RAX);
        code.set(RDI, 1).lea(RSI, RBP, SharedFile.COMMAND).set(RDX, 1).systemCall(WRITE);
    }

    /** Waits for the next batch; the end of input ends the program. */
    private void ask() {
        code.set(RDI, 0).lea(RSI, RBP, SharedFile.COMMAND).set(RDX, 16).systemCall(READ).raw("48 83 F8 10", "cmp rax, 16").jumpIfZero("asked");
        code.set(RDI, 0).systemCall(EXIT_GROUP).label("asked");
        code.load(R12, RBP, SharedFile.COMMAND).load(RAX, RBP, SharedFile.COMMAND + 8).store(RBP, SharedFile.REMAINING, RAX);
    }
}
