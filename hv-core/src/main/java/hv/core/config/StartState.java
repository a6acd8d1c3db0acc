package hv.core.config;

import hv.api.x86.Gpr;
import hv.cpu.ExtendedState;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import java.util.Map;

/**
 * The registers with which a guest starts. A register that the maps leave out keeps its value after RESET (32-bit and 64-bit starts name CR0, CR4,
 * EFER and their segments).
 *
 * @param rflags   bit 1 is always set
 * @param extended the x87, MMX and SSE registers
 */
public record StartState(long rip, long rflags, Map<Gpr, Long> general, Map<SystemRegister, Long> system, Map<SegmentName, SegmentState> segments,
        ExtendedState extended) {
    /** A state with x87, MMX and SSE registers as after RESET. */
    public StartState(long rip, long rflags, Map<Gpr, Long> general, Map<SystemRegister, Long> system, Map<SegmentName, SegmentState> segments) {
        this(rip, rflags, general, system, segments, new ExtendedState());
    }
}
