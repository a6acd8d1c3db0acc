package hv.cpu.silicon;

import hv.api.x86.Rflags;
import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;
import java.util.EnumSet;
import java.util.Set;

/**
 * The conditions that an instruction may meet besides its operands.
 *
 * @param flags       bits of RFLAGS that are set besides those of the state before: RF, IOPL
 * @param cleared     bits of RFLAGS that are clear
 * @param breakpoints DR0 to DR3, and DR7
 * @param unmarked    descriptors are not marked accessed
 * @param privileged  the privilege level is 0; of 64-bit code
 */
record Conditions(int flags, int cleared, long[] breakpoints, boolean unmarked, boolean privileged) {
    /** Conditions that would leave nothing to compare, or a machine that the next case can't use. */
    private static final Set<Mnemonic> USERS_ONLY = EnumSet.of(Mnemonic.HLT, Mnemonic.MWAIT, Mnemonic.MOV_TO_CR, Mnemonic.LMSW, Mnemonic.LGDT, Mnemonic.LIDT,
            Mnemonic.LLDT, Mnemonic.LTR, Mnemonic.WRMSR, Mnemonic.XSETBV);
    private static final int DR7 = 4, EXECUTION = 0, PORTS = 2;

    static Conditions choose(CaseRandom random, Case at) {
        int flags = (random.once(4) ? Rflags.RF : 0) | (random.once(4) ? Rflags.IOPL : 0);
        boolean privileged = at.op.codeWidth == 64 && !USERS_ONLY.contains(at.op.mnemonic) && random.once(4);
        return new Conditions(flags, random.once(8) ? Rflags.IF : 0, random.once(3) ? breakpoints(random, at) : new long[DR7 + 1], random.once(2), privileged);
    }

    private static long[] breakpoints(CaseRandom random, Case at) {
        var all = new long[DR7 + 1];
        for (int i = 0; i < DR7; i++) {
            int type = random.nextInt(4), length = type == EXECUTION ? 0 : random.nextInt(4);
            all[i] = switch (type) {
                case EXECUTION -> (random.nextBoolean() ? at.op.rip : at.op.next) + Tables.base(at.before.selector(State.CS));
                case PORTS -> random.nextInt(1 << 16);
                default -> random.once(4) ? UserProcess.KERNEL + UserProcess.STACK + 0x1000 - random.nextInt(64)
                        : at.region.memory() + random.nextInt(State.MEMORY_BYTES);
            };
            all[DR7] |= (long) (length << 2 | type) << 16 + 4 * i | (long) random.nextInt(4) << 2 * i;
        }
        return all;
    }

    /** @param c holds the state before */
    void set(Cpu c) {
        c.flags.setImage(c.flags.image() & ~cleared | flags);
        System.arraycopy(breakpoints, 0, c.dr, 0, DR7);
        c.dr[6] = 0xFFFF_0FF0L;
        c.dr[7] = breakpoints[DR7] | 0x400;
        if (!privileged) return;
        c.cpl = 0;
        segment(c.segments[Segment.CS], Tables.KERNEL_CODE);
        segment(c.segments[Segment.SS], Tables.KERNEL_DATA);
    }

    private static void segment(Segment s, int selector) { s.load(selector, 0, Tables.limit(selector), Tables.rights(selector)); }

    @Override
    public String toString() {
        var text = new StringBuilder("flags +%x -%x".formatted(flags, cleared)).append(unmarked ? ", unmarked" : "").append(privileged ? ", CPL 0" : "");
        if (breakpoints[DR7] != 0) for (long each : breakpoints) text.append(" %x".formatted(each));
        return text.toString();
    }
}
