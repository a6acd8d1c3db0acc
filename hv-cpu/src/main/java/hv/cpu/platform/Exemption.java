package hv.cpu.platform;

import hv.api.x86.ExitReason;

/**
 * The interceptions that do not hold for one instruction of a guest. The instruction has made a VM exit, and the processor completes it itself, with
 * all other controls, masks and tables in force. The delivery of an event that an access has interrupted can be exempt, too.
 *
 * @param reasons a bit for each basic exit reason below 64: the VM exits that the instruction does not make. For a write to CR0 or CR4 the guest/host
 *                mask does not hold: the value reaches the read shadow, and the register except for the bits of the mask that VMX operation fixes
 * @param frames  pages that are reached otherwise than EPT says
 * @param bus     answers the ports of an exempt I/O instruction, and the pages that {@code frames} finds {@link Frames#ON_THE_BUS}
 */
public record Exemption(long reasons, Frames frames, Bus bus) {
    /** Thrown by the bus where a read can't be answered yet: the instruction makes a VM exit, an EPT violation at the address, and has not begun. */
    public static final Unanswered UNANSWERED = new Unanswered();

    /** See {@link #UNANSWERED}. */
    @SuppressWarnings("serial")
    public static final class Unanswered extends RuntimeException {
        private Unanswered() { super("not answered yet", null, false, false); }
    }

    /** No VM exit for this reason; everything else as without exemption. */
    public static Exemption from(ExitReason reason) { return new Exemption(bit(reason), Frames.NONE, Bus.EMPTY); }

    /** No VM exit for this I/O instruction, whose port is on that bus. */
    public static Exemption ports(Bus bus) { return new Exemption(bit(ExitReason.IO_INSTRUCTION), Frames.NONE, bus); }

    private static long bit(ExitReason reason) { return 1L << reason.number(); }

    /** This and the other one. The bus is the other's. */
    public Exemption and(Exemption other) {
        return new Exemption(reasons | other.reasons, other.frames == Frames.NONE ? frames : other.frames, other.bus == Bus.EMPTY ? bus : other.bus);
    }

    /** Whether instructions make no VM exit for this basic reason. */
    public boolean covers(ExitReason reason) { return reason.number() < Long.SIZE && (reasons & bit(reason)) != 0; }

    /** Where pages of guest-physical memory lie while an exemption lasts. */
    @FunctionalInterface
    public interface Frames {
        /** EPT decides, and its violations are VM exits. */
        long AS_EPT_SAYS = -1;
        /** The page holds registers of devices, which its exemption's bus answers by guest-physical address. */
        long ON_THE_BUS = -2;

        Frames NONE = (_, _) -> AS_EPT_SAYS;

        /**
         * Asked for every access, as nothing is kept in a translation cache.
         *
         * @param page   guest-physical address of 4 KBytes
         * @param access bits 0 read, 1 write, 2 instruction fetch
         * @return host-physical address of 4 KBytes of RAM, {@link #AS_EPT_SAYS} or {@link #ON_THE_BUS}
         */
        long of(long page, int access);
    }
}
