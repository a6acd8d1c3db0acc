package hv.cpu.state;

/**
 * Thrown to the engine when an instruction or event is intercepted; {@link ExitRecord} has the facts. There is one object for each processor, without
 * a stack trace.
 */
@SuppressWarnings("serial")
public final class VmExitSignal extends RuntimeException {
    public VmExitSignal() { super(null, null, false, false); }
}
