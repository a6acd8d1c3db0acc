package hv.cpu.state;

/** Unwinds to the engine when something is intercepted; the facts are in {@link ExitRecord}. One per processor, no stack trace. */
@SuppressWarnings("serial")
public final class VmExitSignal extends RuntimeException {
    public VmExitSignal() { super(null, null, false, false); }
}
