package hv.core.guest.state;

/** Where interrupts for one virtual processor go in. */
public interface InterruptInputs {
    /** Queues an external interrupt that no controller stands behind. @param vector 0 to 255 */
    void post(int vector);

    void nmi();

    boolean apicEnabled();
}
