package hv.cpu.x87;

import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.x86.AccessRights;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Op;
import hv.cpu.engine.OperationTable;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.UserOperations;
import hv.cpu.simd.SimdOperations;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import hv.cpu.state.X87State;
import hv.cpu.system.SystemOperations;
import hv.cpu.testing.Code;
import java.util.List;

/** A processor without paging on which tests run single x87 instructions; RBX holds the address of {@link #MEMORY}. */
final class X87Bench implements AutoCloseable {
    static final int CODE = 0x1_0800, MEMORY = 0x4000;
    static final long MP = 2, EM = 4, TS = 8, NE = 0x20;
    private static final OperationTable OPERATIONS =
            new OperationTable(List.of(UserOperations.table(), X87Operations.table(), SimdOperations.table(), SystemOperations.table()));

    final Ram ram = new Ram(1 << 20);
    final Cpu c;
    final X87State x;
    private final Decoder decoder = new Decoder();
    private final int codeWidth;

    X87Bench(int codeWidth) { this(codeWidth, ProcessorProfiles.load(ProcessorProfiles.REFERENCE)); }

    /** @param codeWidth 16 (real mode), 32 or 64 (flat, ring 0) */
    X87Bench(int codeWidth, ProcessorProfile profile) {
        this.codeWidth = codeWidth;
        c = new Cpu(profile, ram, Bus.EMPTY, new VirtualClock());
        x = c.x87;
        x.init();
        c.cr0 = NE | (codeWidth == 16 ? 0 : 1);
        c.efer = codeWidth == 64 ? 0x500 : 0;
        c.cr4 = 1 << 9 | 1 << 18;
        c.xcr0 = 3;
        int size = codeWidth == 64 ? AccessRights.L : codeWidth == 32 ? AccessRights.DB : 0;
        for (int i = Segment.ES; i <= Segment.GS; i++)
            c.segments[i].load(codeWidth == 16 ? 0 : 0x10, 0, codeWidth == 16 ? 0xFFFF : -1, (i == Segment.CS ? 0x9B | size : 0x93) | AccessRights.G);
        c.r[Registers.RBX] = MEMORY;
        c.modeChanged();
    }

    /** Runs one instruction; outside 64-bit mode RBX in the text is EBX, or BX. */
    void run(String text) { run(Code.fitting(text, codeWidth, CODE)); }

    void run(byte[] code) {
        Op o = decoder.decode(i -> i < code.length ? code[i] & 0xFF : 0x90, CODE, codeWidth);
        OPERATIONS.of(o.mnemonic).run(c, o, o.width, o.dk, o.sk);
    }

    /** Runs an instruction that must fault. @return the vector */
    int fault(String text) { return assertThrows(GuestException.class, () -> run(text), text + " should fault").vector; }

    /** ST(i) as text, or "empty". */
    String st(int i) {
        int register = x.top + i & 7;
        return (x.tags >>> register & 1) == 0 ? "empty" : "%04x:%016x".formatted(x.exponents[register], x.significands[register]);
    }

    void push(int exponent, long significand) { Fpu.write(c, Fpu.push(c), exponent, significand); }
    void write(int offset, int bytes, long value) { ram.write(MEMORY + offset, bytes, value); }
    long read(int offset, int bytes) { return ram.read(MEMORY + offset, bytes); }

    @Override public void close() { ram.close(); }
}
