package hv.cpu.semantics;

import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.x86.AccessRights;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.testing.Code;
import java.util.Map;

/** A processor without paging on which tests run single instructions; linear addresses are those of RAM. */
final class Bench implements AutoCloseable {
    static final int CODE = 0x20_0800;
    private static final int CODE_RIGHTS = 0x9B, DATA_RIGHTS = 0x93;

    final Ram ram = new Ram(4 << 20);
    final Cpu c = new Cpu(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());
    private final Map<Mnemonic, Operation> operations = UserOperations.table();
    private final Decoder decoder = new Decoder();
    private final int codeWidth;

    /** @param codeWidth 16, 32 or 64; user code, flat */
    Bench(int codeWidth) {
        this.codeWidth = codeWidth;
        c.cr0 = 1;
        c.efer = codeWidth == 64 ? 0x500 : 0;
        int size = codeWidth == 64 ? AccessRights.L : codeWidth == 32 ? AccessRights.DB : 0;
        for (int i = Segment.ES; i <= Segment.GS; i++) {
            c.segments[i].load(0x23, 0, -1, (i == Segment.CS ? CODE_RIGHTS | size : DATA_RIGHTS | size & AccessRights.DB) | AccessRights.DPL | AccessRights.G);
        }
        c.cpl = 3;
        c.iterations = 65_536;
        c.modeChanged();
    }

    /** Decodes and runs one instruction at {@link #CODE}; afterwards RIP is where it goes. */
    void run(String text) { run(Code.of(text, codeWidth, CODE)); }

    void run(byte[] code) {
        Op o = decode(code);
        c.rip = o.next;
        operations.get(o.mnemonic).run(c, o, o.width, o.dk, o.sk);
    }

    /** Runs an instruction that must fault. @return the vector */
    int fault(String text) { return assertThrows(GuestException.class, () -> run(text)).vector; }

    void write(long address, int width, long value) { ram.write(address, width, value); }
    long read(long address, int width) { return ram.read(address, width); }

    Op decode(byte[] code) { return decoder.decode(i -> code[i] & 0xFF, CODE, codeWidth); }

    @Override public void close() { ram.close(); }
}
