package hv.cpu.memory;

import hv.api.x86.Dr7;
import hv.api.x86.PendingDebugExceptions;
import hv.cpu.state.Registers;

/**
 * The data breakpoints of DR0 to DR3. A page that holds one has no tag in the software TLB for the accesses that the breakpoint waits for. So no
 * other access pays for it.
 *
 * @sdm 3B "Debug Address Registers (DR0-DR3)" and "Breakpoint Field Recognition"
 */
final class Watchpoints {
    private static final int WRITES = 1, ACCESSES = 3;

    private final Registers registers;
    /** The debug registers from which the fields below were made. */
    private final long[] seen = new long[8];
    private final long[] first = new long[4];
    private final int[] bytes = new int[4], accesses = new int[4];
    private int enabled;
    /** Whether a data breakpoint is enabled. */
    private boolean active;

    Watchpoints(Registers registers) { this.registers = registers; }

    /** Follows the debug registers. @return whether pages with breakpoints must lose their tags */
    boolean update() {
        if (!active && (registers.dr[7] & Dr7.ENABLES) == 0) return false;
        boolean same = true;
        for (int i = 0; i < seen.length; i++) {
            same &= seen[i] == registers.dr[i] || i == 6;
            seen[i] = registers.dr[i];
        }
        if (!same) read();
        return !same && active;
    }

    private void read() {
        enabled = 0;
        active = false;
        for (int i = 0; i < 4; i++) {
            int field = (int) (seen[7] >>> 16 + 4 * i) & 0xF;
            accesses[i] = accesses(field & 3);
            bytes[i] = field >> 2 == 2 ? 8 : (field >> 2) + 1;
            first[i] = seen[i] & -bytes[i];
            if ((seen[7] >>> 2 * i & 3) == 0) continue;
            enabled |= 1 << i;
            active |= accesses[i] != 0;
        }
    }

    private static int accesses(int type) {
        return switch (type) {
            case WRITES -> Access.WRITE;
            case ACCESSES -> Access.READ | Access.WRITE;
            default -> 0;
        };
    }

    long page(int number) { return first[number] & Tlb.PAGE; }

    /** The accesses to the page of a linear address that may meet a breakpoint, bits of {@link Access}. */
    int inPage(long linear) {
        if (!active) return 0;
        int watched = 0;
        for (int i = 0; i < 4; i++) if ((enabled >> i & 1) != 0 && page(i) == (linear & Tlb.PAGE)) watched |= accesses[i];
        return watched;
    }

    /** Whether an access meets an enabled breakpoint. */
    boolean meets(long linear, int length, int access) { return active && (met(linear, length, access) & enabled) != 0; }

    /** Notes an access that is being made: if it meets an enabled breakpoint, a debug exception becomes pending. */
    void note(long linear, int length, int access) {
        if (meets(linear, length, access)) registers.pendingDebug |= met(linear, length, access) | PendingDebugExceptions.ENABLED_BREAKPOINT;
    }

    /** The breakpoints met, enabled or not. */
    private int met(long linear, int length, int access) {
        int met = 0;
        for (int i = 0; i < 4; i++) {
            boolean overlaps = linear < first[i] + bytes[i] && first[i] < linear + length;
            if (overlaps && (accesses[i] & access) != 0) met |= 1 << i;
        }
        return met;
    }
}
