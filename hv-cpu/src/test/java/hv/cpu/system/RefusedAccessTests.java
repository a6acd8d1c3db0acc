package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.PrimaryControls;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instructions with many accesses begin again, whichever of these makes a VM exit; so does a task switch that is completed although it has made its own. */
class RefusedAccessTests {
    private static final int NEW_TASK = 0x30, NEW_TSS = 0x4000, EPT = 0xF_0000, PAGE_FAULT = 14, ALL = 1000;
    private static final long TASK_SWITCH = 1 << 9;

    private enum By {
        TASK_JUMP(0, m -> m.run("jmp 0x30:0")),
        TASK_CALL(0, m -> m.run("call 0x30:0")),
        TASK_RETURN(0, m -> m.run("iret")),
        TASK_GATE(0, m -> m.raise(PAGE_FAULT, 2)),
        INTERRUPT_GATE(3, m -> m.run("int 0x30")),
        CALL_GATE(3, m -> m.run("call 0x53:0")),
        FAR_RETURN(0, m -> m.run("retf 4")),
        RETURN_TO_VIRTUAL_8086(0, m -> m.run("iret")),
        FAR_CALL(0, m -> m.run("call fword [esp-6]")),
        LOAD_TASK_REGISTER(0, m -> m.run("ltr [esp]")),
        LOAD_STACK(0, m -> m.run("lss esp, [esp]"));

        private final int cpl;
        private final Consumer<Machine> how;

        By(int cpl, Consumer<Machine> how) {
            this.cpl = cpl;
            this.how = how;
        }

        boolean switchesTasks() { return compareTo(TASK_GATE) <= 0; }
    }

    private static Machine machine(By by) {
        var m = Machine.protected32(by.cpl);
        m.ram.write(Machine.GDT + Machine.TASK, 8, m.ram.read(Machine.GDT + Machine.TASK, 8) | 2L << 40);
        m.ram.write(Machine.GDT + NEW_TASK, 8, (by == By.TASK_RETURN ? 0x8B00_0000_0067L : 0x8900_0000_0067L) | (long) NEW_TSS << 16);
        m.ram.write(Machine.GDT + Machine.CALL_GATE, 8, m.gate(Machine.KERNEL_CODE, Machine.HANDLER, 0xEC) | 3L << 32);
        for (int selector : new int[] {Machine.KERNEL_CODE, Machine.KERNEL_DATA, Machine.USER_CODE, Machine.USER_DATA}) {
            int rights = Machine.GDT + (selector & ~7) + 5;
            m.ram.write(rights, 1, m.ram.read(rights, 1) & ~1);   // not accessed
        }
        m.gateAt(PAGE_FAULT, m.gate(NEW_TASK, 0, 0x85));
        m.handler(0x30, 0xEE);
        m.ram.write(Machine.TSS, 2, NEW_TASK);
        if (by == By.TASK_RETURN) m.c.flags.others |= Rflags.NT;
        newTask(m);
        stack(m, by);
        return m;
    }

    /** The values that the instruction finds there. */
    private static void stack(Machine m, By by) {
        int[] words = switch (by) {
            case FAR_RETURN -> new int[] {Machine.CODE, Machine.USER_CODE, 0, Machine.USER_STACK, Machine.USER_DATA};
            case RETURN_TO_VIRTUAL_8086 -> new int[] {0x100, 0x500, Rflags.VM | 2, 0x1000, 0x900, 0x10, 0x20, 0x30, 0x40};
            case LOAD_STACK -> new int[] {Machine.KERNEL_STACK - 64, Machine.KERNEL_DATA};
            case LOAD_TASK_REGISTER -> new int[] {NEW_TASK};
            default -> new int[] {1, 2, 3};
        };
        for (int i = 0; i < words.length; i++) m.ram.write(m.c.r[4] + 4L * i, 4, words[i]);
        m.ram.write(m.c.r[4] - 6, 4, Machine.HANDLER);   // where the return address of FAR_CALL goes
        if (by == By.FAR_CALL) m.ram.write(m.c.r[4] - 2, 2, Machine.KERNEL_CODE);
    }

    private static void newTask(Machine m) {
        m.ram.write(NEW_TSS + 0x20, 4, Machine.HANDLER);
        m.ram.write(NEW_TSS + 0x24, 4, 2);
        for (int i = 0; i < 8; i++) m.ram.write(NEW_TSS + 0x28 + 4 * i, 4, i == 4 ? Machine.USER_STACK : 0x100 + i);
        for (int i = 0; i < 6; i++) m.ram.write(NEW_TSS + 0x48 + 4 * i, 2, i == Segment.CS ? Machine.KERNEL_CODE : Machine.KERNEL_DATA);
        m.ram.write(NEW_TSS + 0x60, 2, Machine.LDT_SELECTOR);
    }

    /** EPT refuses everything; the exemption opens as many pages, each for one kind of access. */
    private static void watch(Machine m, int open) {
        Set<Long> opened = new HashSet<>();
        Exemption.Frames frames = (page, access) ->
                opened.contains(page | access) || opened.size() < open && opened.add(page | access) ? page : Exemption.Frames.AS_EPT_SAYS;
        m.guest();
        m.c.vmx.primary = PrimaryControls.ACTIVATE_SECONDARY_CONTROLS;
        m.c.vmx.secondary = SecondaryControls.ENABLE_EPT;
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
        int open = 0;
        for (boolean exited = true; exited; open++) {
            var watched = machine(by);
            watch(watched, open);
            var before = state(watched);
            exited = exits(watched, by);
            if (exited && by.switchesTasks()) assertArrayEquals(before, state(watched), "access " + open);
            watch(watched, ALL);
            if (exited) by.how.accept(watched);
            assertArrayEquals(state(plain), state(watched), "after access " + open);
            assertArrayEquals(memory(plain), memory(watched), "after access " + open);
        }
        assertTrue(open > 1, "no access was refused");
    }

    /** Registers that a task switch changes, and which TSSs are busy. RF is as the event pushes it. */
    private static long[] state(Machine m) {
        var c = m.c;
        var values = new long[16 + 4 * 8 + 9];
        System.arraycopy(c.r, 0, values, 0, 16);
        int n = 16;
        for (var s : c.segments) for (long each : new long[] {s.selector, s.base, s.limit, s.rights}) values[n++] = each;
        long[] rest = {c.rip, c.flags.image() & ~Rflags.RF, c.cr0, c.cr3, c.dr[7], c.cpl, c.pendingDebug, m.ram.read(Machine.GDT + Machine.TASK, 8),
            m.ram.read(Machine.GDT + NEW_TASK, 8)};
        System.arraycopy(rest, 0, values, n, rest.length);
        return values;
    }

    private static byte[] memory(Machine m) {
        var all = new byte[Machine.IST1];
        m.ram.read(0, all, 0, all.length);
        return all;
    }

    /** The exception is delivered in the new task, so that a refused access on the way leaves that in force. */
    @Test
    void anExceptionThatTheNewTaskBeginsWithIsItsOwn() {
        var m = machine(By.TASK_JUMP);
        m.ram.write(NEW_TSS + 0x48, 2, Machine.ABSENT_DATA);
        watch(m, ALL);
        Exemption.Frames frames = (page, _) -> page == Machine.IDT ? Exemption.Frames.AS_EPT_SAYS : page;
        m.c.vmx.exemption = new Exemption(TASK_SWITCH, frames, Bus.EMPTY);
        assertThrows(VmExitSignal.class, () -> By.TASK_JUMP.how.accept(m));
        assertEquals(NEW_TASK, m.c.segments[Segment.TR].selector);
        assertEquals(11, m.c.exit.idtVectoringInformation & 0xFF);
        assertTrue(m.c.exit.trap, "RIP is the new task's");
    }
}
