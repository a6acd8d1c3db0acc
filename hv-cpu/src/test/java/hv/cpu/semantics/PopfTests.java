package hv.cpu.semantics;

import static hv.cpu.state.Registers.RSP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Rflags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PopfTests {
    private static final int GENERAL_PROTECTION = 13, VME = 1, STACK = 0x2000;
    private static final int IOPL_1 = 1 << 12, IOPL_3 = 3 << 12;
    private static final int ORDINARY = Rflags.STATUS | Rflags.TF | Rflags.DF | Rflags.NT | Rflags.AC | Rflags.ID | 2;
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
    void ring0ChangesIfAndIopl() { assertEquals(ORDINARY | Rflags.IF | Rflags.IOPL, popped(POPFD, 0, 0, -1)); }

    @Test
    void aRingWithinIoplChangesIfButNotIopl() { assertEquals(ORDINARY | Rflags.IF | IOPL_1, popped(POPFD, 1, IOPL_1, -1)); }

    @Test
    void aRingBeyondIoplChangesNeither() {
        assertEquals(ORDINARY | IOPL_1, popped(POPFD, 3, IOPL_1, -1));
        assertEquals(Rflags.IF | 2, popped(POPFD, 3, Rflags.IF, 0));
    }

    @Test
    void vmVifAndVipStayAndRfIsCleared() {
        assertEquals(Rflags.VIF | Rflags.VIP | 2, popped(POPFD, 0, Rflags.VIF | Rflags.VIP | Rflags.RF, 0));
    }

    @Test
    void the16BitFormLeavesTheUpperHalfAlone() {
        assertEquals(Rflags.ID | Rflags.AC | 2, popped(POPFW, 0, Rflags.ID | Rflags.AC | Rflags.NT, 0));
    }

    @Test
    void vmAndRfArePushedAsZero() {
        c.flags.setImage(Rflags.VM | Rflags.RF | Rflags.NT | IOPL_3);
        c.r[RSP] = STACK + 4;
        bench.run(PUSHFD);
        assertEquals(Rflags.NT | IOPL_3 | 2, bench.read(STACK, 4));
    }

    @Test
    void virtual8086ModeNeedsIopl3() {
        c.flags.setImage(Rflags.VM);
        c.r[RSP] = STACK;
        assertEquals(GENERAL_PROTECTION, bench.fault(POPFW));
        assertEquals(GENERAL_PROTECTION, bench.fault(PUSHFW));
        assertEquals(Rflags.VM | IOPL_3 | ORDINARY | Rflags.IF, popped(POPFD, 3, Rflags.VM | IOPL_3, -1));
    }

    @Test
    void withVirtualModeExtensionsVifStandsForIf() {
        c.cr4 = VME;
        assertEquals(Rflags.VM | Rflags.VIF | 2, popped(POPFW, 3, Rflags.VM, Rflags.IF));
        c.r[RSP] = STACK;
        bench.run(PUSHFW);
        assertEquals(IOPL_3 | Rflags.IF | 2, bench.read(STACK - 2, 2));
        assertEquals(Rflags.VM | Rflags.IF | 2, popped(POPFW, 3, Rflags.VM | Rflags.VIF | Rflags.IF, 0));
    }

    @Test
    void withVirtualModeExtensionsAPendingInterruptFaultsWhenItCouldBeTaken() {
        c.cr4 = VME;
        c.flags.setImage(Rflags.VM | Rflags.VIP);
        c.r[RSP] = STACK;
        bench.write(STACK, 4, Rflags.IF);
        assertEquals(GENERAL_PROTECTION, bench.fault(POPFW));
        assertEquals(STACK, c.r[RSP]);
    }
}
