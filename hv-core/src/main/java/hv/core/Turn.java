package hv.core;

import hv.core.report.Ending;

/** Why a virtual machine's turn on the processor is over. */
sealed interface Turn {
    record GoesOn() implements Turn {}
    /** HLT: nothing to do until an event comes. */
    record Waits() implements Turn {}
    record SliceOver() implements Turn {}
    /** A device, a limit or a person wants it to stop; the board or the run knows. */
    record Stopped() implements Turn {}
    /** It wants to leave VMX operation. */
    record Leaves() implements Turn {}
    record Ends(Ending ending) implements Turn {}

    Turn GOES_ON = new GoesOn();
    Turn WAITS = new Waits();
    Turn SLICE_OVER = new SliceOver();
    Turn STOPPED = new Stopped();
    Turn LEAVES = new Leaves();
}
