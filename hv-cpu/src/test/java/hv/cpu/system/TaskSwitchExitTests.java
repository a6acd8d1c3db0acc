package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;
import hv.cpu.state.Controls;
import hv.cpu.state.Flags;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task switch that is completed although it has made its VM exit begins again, whichever of its accesses makes another. */
class TaskSwitchExitTests {
    private static final int NEW_TASK = 0x30, NEW_TSS = 0x4000, EPT = 0xF_0000, PAGE_FAULT = 14, TSS_BYTES = 0x68;
    private static final long TASK_SWITCH = 1 << 9;

    /** Ways to switch. */
    private enum By {
        JMP(m -> m.run("EA 00000000 3000")),
        CALL(m -> m.run("9A 00000000 3000")),
        IRET(m -> m.run("CF")),
        EXCEPTION(m -> m.raise(PAGE_FAULT, 2));

        private final Consumer<Machine> how;

        By(Consumer<Machine> how) { this.how = how; }
    }

    private static Machine machine(By by) {
        var m = Machine.protected32(0);
        m.ram.write(Machine.GDT + Machine.TASK, 8, m.ram.read(Machine.GDT + Machine.TASK, 8) | 2L << 40);
        m.ram.write(Machine.GDT + NEW_TASK, 8, (by == By.IRET ? 0x8B00_0000_0067L : 0x8900_0000_0067L) | (long) NEW_TSS << 16);
        for (int selector : new int[] {Machine.KERNEL_CODE, Machine.KERNEL_DATA}) {
            int rights = Machine.GDT + selector + 5;
            m.ram.write(rights, 1, m.ram.read(rights, 1) & ~1);   // not accessed
        }
        m.gateAt(PAGE_FAULT, m.gate(NEW_TASK, 0, 0x85));
        m.ram.write(Machine.TSS, 2, NEW_TASK);
        if (by == By.IRET) m.c.flags.others |= Flags.NT;
        newTask(m);
        return m;
    }

    private static void newTask(Machine m) {
        m.ram.write(NEW_TSS + 0x20, 4, Machine.HANDLER);
        m.ram.write(NEW_TSS + 0x24, 4, 2);
        for (int i = 0; i < 8; i++) m.ram.write(NEW_TSS + 0x28 + 4 * i, 4, i == 4 ? Machine.USER_STACK : 0x100 + i);
        for (int i = 0; i < 6; i++) m.ram.write(NEW_TSS + 0x48 + 4 * i, 2, i == Segment.CS ? Machine.KERNEL_CODE : Machine.KERNEL_DATA);
        m.ram.write(NEW_TSS + 0x60, 2, Machine.LDT_SELECTOR);
    }

    /** EPT refuses everything; the exemption opens all but one access. @param refused its number; 0 for none */
    private static void watch(Machine m, int refused) {
        var count = new int[1];
        Exemption.Frames frames = (page, _) -> ++count[0] == refused ? Exemption.Frames.AS_EPT_SAYS : page;
        m.guest();
        m.c.vmx.primary = Controls.SECONDARY;
        m.c.vmx.secondary = Controls.EPT;
        m.c.vmx.eptp = EPT | 3 << 3 | 6;
        m.c.vmx.exemption = new Exemption(TASK_SWITCH, frames, Bus.EMPTY);
        m.c.modeChanged();
    }

    private static boolean exits(Machine m, By by) {
        try {
            by.how.accept(m);
            return false;
        } catch (VmExitSignal exit) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyAccessMayBeRefused(By by) {
        var plain = machine(by);
        by.how.accept(plain);
        int refused = 0;
        for (boolean exited = true; exited; ) {
            var watched = machine(by);
            watch(watched, ++refused);
            var before = state(watched);
            exited = exits(watched, by);
            if (!exited) break;
            assertArrayEquals(before, state(watched), "access " + refused);
            watch(watched, 0);
            by.how.accept(watched);
            assertArrayEquals(state(plain), state(watched), "after access " + refused);
            assertArrayEquals(memory(plain, Machine.GDT, 0x80), memory(watched, Machine.GDT, 0x80));
            assertArrayEquals(memory(plain, Machine.TSS, TSS_BYTES), memory(watched, Machine.TSS, TSS_BYTES));
            assertArrayEquals(memory(plain, NEW_TSS, TSS_BYTES), memory(watched, NEW_TSS, TSS_BYTES));
            assertArrayEquals(memory(plain, Machine.USER_STACK - 8, 8), memory(watched, Machine.USER_STACK - 8, 8));
        }
        assertTrue(refused > 30, "few accesses: " + refused);
    }

    /** Registers that a task switch changes, and which TSSs are busy. RF is as the event pushes it. */
    private static long[] state(Machine m) {
        var c = m.c;
        var values = new long[16 + 4 * 8 + 9];
        System.arraycopy(c.r, 0, values, 0, 16);
        int n = 16;
        for (var s : c.segments) for (long each : new long[] {s.selector, s.base, s.limit, s.rights}) values[n++] = each;
        long[] rest = {c.rip, c.flags.image() & ~Flags.RF, c.cr0, c.cr3, c.dr[7], c.cpl, c.pendingDebug, m.ram.read(Machine.GDT + Machine.TASK, 8),
            m.ram.read(Machine.GDT + NEW_TASK, 8)};
        System.arraycopy(rest, 0, values, n, rest.length);
        return values;
    }

    private static long[] memory(Machine m, int at, int bytes) {
        var all = new long[bytes];
        for (int i = 0; i < bytes; i++) all[i] = m.ram.read(at + i, 1);
        return all;
    }

    /** It is delivered in the new task, so that a refused access on the way leaves that in force. */
    @Test
    void anExceptionThatTheNewTaskBeginsWithIsItsOwn() {
        var m = machine(By.JMP);
        m.ram.write(NEW_TSS + 0x48, 2, Machine.ABSENT_DATA);
        watch(m, 0);
        Exemption.Frames frames = (page, _) -> page == Machine.IDT ? Exemption.Frames.AS_EPT_SAYS : page;
        m.c.vmx.exemption = new Exemption(TASK_SWITCH, frames, Bus.EMPTY);
        assertThrows(VmExitSignal.class, () -> By.JMP.how.accept(m));
        assertEquals(NEW_TASK, m.c.segments[Segment.TR].selector);
        assertEquals(11, m.c.exit.idtVectoringInformation & 0xFF);
        assertTrue(m.c.exit.trap, "RIP is the new task's");
    }
}
