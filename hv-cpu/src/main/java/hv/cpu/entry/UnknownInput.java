package hv.cpu.entry;

/** A view can't tell something that a rule looks at; the message says what. No processor's view throws it. */
@SuppressWarnings("serial")
public final class UnknownInput extends RuntimeException {
    public UnknownInput(String what) { super(what, null, false, false); }
}
