package hv.core.guest;

/** The host's part of a run: called when the processor stands still between two instructions of its guest. */
@FunctionalInterface public interface Pause {
    /** Handles typed input, and checks the limits of the run. @return whether the guest runs on */
    boolean mayContinue();
}
