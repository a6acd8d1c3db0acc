package hv.core.guest;

/** Asked when the processor stands still between two instructions of its guest. */
@FunctionalInterface public interface Pause {
    /** Looks after what waits (typed input, limits), and says whether the guest goes on. */
    boolean goesOn();
}
