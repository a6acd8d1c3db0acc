package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.cpu.decode.Decoder;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import hv.cpu.state.ExitRecord;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;
import hv.cpu.testing.Code;
import java.util.Map;

/** A processor without paging, with a GDT, an IDT and a TSS in RAM, that runs single instructions. Linear addresses are those of RAM. */
final class Machine {
    static final int GDT = 0x1000, IDT = 0x2000, TSS = 0x3000, LDT = 0x3800, CODE = 0x5000, HANDLER = 0x6000;
    static final int KERNEL_STACK = 0x8000, USER_STACK = 0x9000, IST1 = 0xA000;
    /** Selectors; those of privilege level 3 with RPL 3. */
    static final int KERNEL_CODE = 0x08, KERNEL_DATA = 0x10, USER_CODE = 0x1B, USER_DATA = 0x23, TASK = 0x28, CONFORMING = 0x38, ABSENT_DATA = 0x40,
            READ_ONLY = 0x48, CALL_GATE = 0x50, LDT_SELECTOR = 0x60, ABSENT_CODE = 0x70, USER_CODE_32 = 0x7B;
    private static final long FLAT_LIMIT = 0x000F_0000_0000_FFFFL;
    static final Map<Mnemonic, Operation> OPERATIONS = SystemOperations.table();

    final Ram ram = new Ram(1 << 20);
    final VirtualClock clock = new VirtualClock();
    final Cpu c;
    private final Decoder decoder = new Decoder();

    private Machine(Bus bus, String profile) {
        c = new Cpu(ProcessorProfiles.load(profile), ram, bus, clock);
        Reset.reset(c);
        c.iterations = 1000;
    }

    static Machine real() {
        var m = new Machine(Bus.EMPTY, ProcessorProfiles.REFERENCE);
        m.c.segments[Segment.CS].load(0, 0, 0xFFFF, 0x9B);
        m.c.rip = CODE;
        m.c.r[4] = KERNEL_STACK;
        m.c.idtLimit = 0x3FF;
        m.c.modeChanged();
        return m;
    }

    static Machine protected32(int cpl) { return protected32(cpl, Bus.EMPTY); }
    static Machine protected32(int cpl, Bus bus) { return flat(cpl, false, bus, ProcessorProfiles.REFERENCE); }
    static Machine long64(int cpl) { return long64(cpl, ProcessorProfiles.REFERENCE); }
    static Machine long64(int cpl, String profile) { return flat(cpl, true, Bus.EMPTY, profile); }

    private static Machine flat(int cpl, boolean long64, Bus bus, String profile) {
        var m = new Machine(bus, profile);
        var c = m.c;
        c.cr0 = 0x21;
        c.efer = long64 ? 0x501 : 1;
        m.tables(long64);
        c.cpl = cpl;
        m.load(Segment.CS, cpl == 0 ? KERNEL_CODE : USER_CODE);
        for (int i : new int[] {Segment.ES, Segment.SS, Segment.DS, Segment.FS, Segment.GS}) m.load(i, cpl == 0 ? KERNEL_DATA : USER_DATA);
        c.segments[Segment.TR].load(TASK, TSS, 0x67 + 0x2000, 0x8B);
        c.rip = CODE;
        c.r[4] = cpl == 0 ? KERNEL_STACK : USER_STACK;
        c.modeChanged();
        return m;
    }

    private void tables(boolean long64) {
        c.gdtBase = GDT;
        c.gdtLimit = 0x7F;
        c.idtBase = IDT;
        c.idtLimit = 0xFFF;
        int size = long64 ? 0x2000 : 0x4000;
        descriptor(KERNEL_CODE, 0x809B | size);
        descriptor(KERNEL_DATA, 0xC093);
        descriptor(USER_CODE, 0x80FB | size);
        descriptor(USER_DATA, 0xC0F3);
        descriptor(TASK, 0x0089);
        descriptor(CONFORMING, 0x809F | size);
        descriptor(ABSENT_DATA, 0xC013);
        descriptor(READ_ONLY, 0xC091);
        descriptor(ABSENT_CODE, 0x801B | size);
        descriptor(USER_CODE_32, 0xC0FB);
        ram.write(GDT + LDT_SELECTOR, 8, 0x0000_8200_0000_001FL | (long) LDT << 16);
        if (long64) {
            ram.write(TSS + 4, 8, KERNEL_STACK);
            ram.write(TSS + 0x24, 8, IST1);
        } else {
            ram.write(TSS + 4, 4, KERNEL_STACK);
            ram.write(TSS + 8, 2, KERNEL_DATA);
        }
    }

    /** A flat segment with these access rights (format of the VMCS). */
    void descriptor(int selector, long rights) { ram.write(GDT + (selector & ~7), 8, FLAT_LIMIT | (rights & 0xFF) << 40 | (rights & 0xF000) << 40); }

    private void load(int index, int selector) {
        var d = new Descriptor(selector, 0, ram.read(GDT + (selector & ~7), 8));
        c.segments[index].load(selector, d.base(), d.limit(), d.rights());
    }

    /** A gate of 8 bytes. @param rights type, DPL and P */
    long gate(int selector, long offset, int rights) {
        return offset & 0xFFFF | (long) selector << 16 | (long) rights << 40 | offset >>> 16 << 48;
    }

    /** An interrupt gate for privilege level 0's code: 8EH for hardware, EEH for everyone. */
    void handler(int vector, int rights) { gateAt(vector, gate(KERNEL_CODE, HANDLER + vector, rights)); }

    void gateAt(int vector, long gate) { ram.write(IDT + (long) vector * (c.longMode() ? 16 : 8), 8, gate); }

    /** Runs an instruction at RIP; outside 64-bit mode RAX to RDI in the text are EAX to EDI. */
    Op run(String text) {
        var bytes = Code.fitting(text, c.codeWidth * 8, c.rip);
        Op o = decoder.decode(i -> bytes[i] & 0xFF, c.rip, c.codeWidth * 8);
        c.rip = o.next;
        try {
            OPERATIONS.getOrDefault(o.mnemonic, SoftwareInterrupts::undefined).run(c, o, o.width, o.dk, o.sk);
        } catch (GuestException | VmExitSignal left) {
            c.rip = o.rip;
            throw left;
        }
        return o;
    }

    /** The exception that an instruction raises, as text: {@code "13(18)"} with a hexadecimal error code, {@code "6"} without. */
    String fault(String text) {
        var e = assertThrows(GuestException.class, () -> run(text), text + " should fault");
        return e.errorCode < 0 ? "" + e.vector : "%d(%x)".formatted(e.vector, e.errorCode);
    }

    ExitRecord exit(String text) { return exit(() -> run(text)); }

    ExitRecord exit(Runnable what) {
        assertThrows(VmExitSignal.class, what::run);
        return c.exit;
    }

    /** In VMX non-root operation, with nothing intercepted. */
    Machine guest() {
        c.vmx.vmxOn = c.vmx.nonRoot = true;
        c.cr4 |= 0x2000;
        return this;
    }

    /** Delivers an exception that the current instruction raised. */
    void raise(int vector, int errorCode) { Delivery.exception(c, errorCode < 0 ? c.fault(vector) : c.fault(vector, errorCode)); }

    /** A word of the stack in use, counted from its top. */
    long stack(int word, int width) { return ram.read(c.r[4] + (long) word * width, width); }
}
