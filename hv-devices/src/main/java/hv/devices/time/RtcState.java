package hv.devices.time;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** The state of an MC146818 and of the CMOS RAM beside it. */
final class RtcState implements State {
    /** The register index that port 70H has selected. */
    int index;
    /** Registers A (without UIP), B and C. */
    int a = 0x26, b = Mc146818.HOURS_24, c;
    /**
     * Time, alarm and RAM bytes. The time bytes are valid only while the clock stands still (SET, divider held); otherwise the time is computed from
     * virtual time.
     */
    final byte[] ram = new byte[128];
    /** Seconds since 1970 at virtual time {@link #since}, which is negative where the clock has been set within a second. */
    long epoch, since;
    /** The days that software has added to the day of the week. */
    int weekdayShift;
    /** The virtual time up to which the flags of register C have been brought up to date. */
    long settled;

    @Override public void fields(StateFields fields) {
        index = fields.number("index", index);
        a = fields.number("a", a);
        b = fields.number("b", b);
        c = fields.number("c", c);
        fields.fill("ram", ram);
        epoch = fields.number("epoch", epoch);
        since = fields.number("since", since);
        weekdayShift = fields.number("weekdayShift", weekdayShift);
        settled = fields.number("settled", settled);
    }
}
