package hv.devices.time;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** All that an MC146818 and the CMOS RAM beside it remember. */
final class RtcState implements State {
    /** What port 70H selects. */
    int index;
    /** Registers A (without UIP), B and C. */
    int a = 0x26, b = Mc146818.HOURS_24, c;
    /** Time, alarm and RAM bytes; time bytes count while the clock stands still (SET, divider held) and are worked out otherwise. */
    final byte[] ram = new byte[128];
    /** Seconds since 1970 at virtual time {@link #since}, which is negative where the clock has been set within a second. */
    long epoch, since;
    /** What software has added to the day of the week. */
    int weekdayShift;
    /** Up to which virtual time the flags of register C are true. */
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
