package hv.cpu.entry;

/** Thrown by a view that lacks a fact that a rule looks at; the message names it. A processor's view never throws it. */
@SuppressWarnings("serial")
public final class UnknownInput extends RuntimeException {
    public UnknownInput(String what) { super(what, null, false, false); }
}
