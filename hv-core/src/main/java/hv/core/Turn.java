package hv.core;

import hv.core.report.Ending;

/** The reason for which a virtual machine's turn on the processor is over. */
sealed interface Turn {
    record GoesOn() implements Turn {}
    /** The guest has executed HLT and waits for an event. */
    record Waits() implements Turn {}
    record SliceOver() implements Turn {}
    /** A device, a limit or a person wants the machine to stop; the board or the run knows why. */
    record Stopped() implements Turn {}
    /** The guest asks to leave VMX operation. */
    record Leaves() implements Turn {}
    record Ends(Ending ending) implements Turn {}

    Turn GOES_ON = new GoesOn();
    Turn WAITS = new Waits();
    Turn SLICE_OVER = new SliceOver();
    Turn STOPPED = new Stopped();
    Turn LEAVES = new Leaves();
}
