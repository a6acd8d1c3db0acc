package hv.cpu.semantics;

import static hv.cpu.state.Registers.RSP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.Flags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PopfTests {
    private static final int GENERAL_PROTECTION = 13, VME = 1, STACK = 0x2000;
    private static final int IOPL_1 = 1 << 12, IOPL_3 = 3 << 12;
    private static final int ORDINARY = Flags.STATUS | Flags.TF | Flags.DF | Flags.NT | Flags.AC | Flags.ID | 2;
    private static final String POPFD = "popf", POPFW = "popfw", PUSHFD = "pushf", PUSHFW = "pushfw";

    private final Bench bench = new Bench(32);
    private final Cpu c = bench.c;

    @AfterEach
    void close() { bench.close(); }

    /** RFLAGS after a pop of all ones (or of {@code popped}), at a privilege level. */
    private int popped(String popf, int cpl, int before, int popped) {
        c.cpl = cpl;
        c.flags.setImage(before);
        c.r[RSP] = STACK;
        bench.write(STACK, 4, popped);
        bench.run(popf);
        return c.flags.image();
    }

    @Test
    void ring0ChangesIfAndIopl() { assertEquals(ORDINARY | Flags.IF | Flags.IOPL, popped(POPFD, 0, 0, -1)); }

    @Test
    void aRingWithinIoplChangesIfButNotIopl() { assertEquals(ORDINARY | Flags.IF | IOPL_1, popped(POPFD, 1, IOPL_1, -1)); }

    @Test
    void aRingBeyondIoplChangesNeither() {
        assertEquals(ORDINARY | IOPL_1, popped(POPFD, 3, IOPL_1, -1));
        assertEquals(Flags.IF | 2, popped(POPFD, 3, Flags.IF, 0));
    }

    @Test
    void vmVifAndVipStayAndRfIsCleared() {
        assertEquals(Flags.VIF | Flags.VIP | 2, popped(POPFD, 0, Flags.VIF | Flags.VIP | Flags.RF, 0));
    }

    @Test
    void the16BitFormLeavesTheUpperHalfAlone() {
        assertEquals(Flags.ID | Flags.AC | 2, popped(POPFW, 0, Flags.ID | Flags.AC | Flags.NT, 0));
    }

    @Test
    void vmAndRfArePushedAsZero() {
        c.flags.setImage(Flags.VM | Flags.RF | Flags.NT | IOPL_3);
        c.r[RSP] = STACK + 4;
        bench.run(PUSHFD);
        assertEquals(Flags.NT | IOPL_3 | 2, bench.read(STACK, 4));
    }

    @Test
    void virtual8086ModeNeedsIopl3() {
        c.flags.setImage(Flags.VM);
        c.r[RSP] = STACK;
        assertEquals(GENERAL_PROTECTION, bench.fault(POPFW));
        assertEquals(GENERAL_PROTECTION, bench.fault(PUSHFW));
        assertEquals(Flags.VM | IOPL_3 | ORDINARY | Flags.IF, popped(POPFD, 3, Flags.VM | IOPL_3, -1));
    }

    @Test
    void withVirtualModeExtensionsVifStandsForIf() {
        c.cr4 = VME;
        assertEquals(Flags.VM | Flags.VIF | 2, popped(POPFW, 3, Flags.VM, Flags.IF));
        c.r[RSP] = STACK;
        bench.run(PUSHFW);
        assertEquals(IOPL_3 | Flags.IF | 2, bench.read(STACK - 2, 2));
        assertEquals(Flags.VM | Flags.IF | 2, popped(POPFW, 3, Flags.VM | Flags.VIF | Flags.IF, 0));
    }

    @Test
    void withVirtualModeExtensionsAPendingInterruptFaultsWhenItCouldBeTaken() {
        c.cr4 = VME;
        c.flags.setImage(Flags.VM | Flags.VIP);
        c.r[RSP] = STACK;
        bench.write(STACK, 4, Flags.IF);
        assertEquals(GENERAL_PROTECTION, bench.fault(POPFW));
        assertEquals(STACK, c.r[RSP]);
    }
}
