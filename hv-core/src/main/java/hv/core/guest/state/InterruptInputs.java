package hv.core.guest.state;

/** The inputs of one virtual processor for interrupts. */
public interface InterruptInputs {
    /** Queues an external interrupt that comes from a plugin, not from an interrupt controller. @param vector 0 to 255 */
    void post(int vector);

    void nmi();

    boolean apicEnabled();
}
