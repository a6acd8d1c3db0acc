package hv.cpu.apic;

import hv.api.machine.Registration;
import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** The local APICs of one machine. Messages are delivered to them, and their EOIs to I/O APICs. */
public final class LocalApics implements State {
    /** Bits 31:20 of the addresses of interrupt messages. */
    private static final int MESSAGE_REGION = 0xFEE;

    private final List<LocalApic> apics = new ArrayList<>();
    private final List<IntConsumer> eoiListeners = new ArrayList<>();

    void add(LocalApic apic) { apics.add(apic); }
    void remove(LocalApic apic) { apics.remove(apic); }

    @Override public void fields(StateFields fields) {
        for (int i = 0; i < apics.size(); i++) fields.part("processor" + i, apics.get(i));
    }

    @Override public void restored() { apics.forEach(State::restored); }

    /** Delivers a device's message: an MSI, or an I/O APIC's. One that reaches no local APIC is lost. */
    public void message(long address, int data) {
        if (address >>> 20 == MESSAGE_REGION) send(ApicMessage.signalled(address, data));
    }

    /** Listens to the vectors of level-triggered interrupts that local APICs end. */
    public Registration onEoi(IntConsumer vector) {
        eoiListeners.add(vector);
        return () -> eoiListeners.remove(vector);
    }

    /** Sets the level of the wire to every processor's LINT pin. @param number 0 or 1 */
    public void pin(int number, boolean high) {
        for (var apic : apics) apic.pin(number, high);
    }

    void send(ApicMessage message) {
        if (message.mode() == DeliveryMode.LOWEST_PRIORITY) {
            sendToLowest(message);
            return;
        }
        for (var apic : apics) if (message.reaches(apic.state)) apic.receive(message);
    }

    void sendToOthers(LocalApic sender, ApicMessage message) {
        for (var apic : apics) if (apic != sender) apic.receive(message);
    }

    /** Delivers to the processor of lowest priority. Among equal ones it is the first: arbitration has no memory here, so that runs repeat. */
    private void sendToLowest(ApicMessage message) {
        LocalApic lowest = null;
        for (var apic : apics) {
            boolean candidate = message.reaches(apic.state) && apic.softwareEnabled();
            if (candidate && (lowest == null || apic.processorPriority() < lowest.processorPriority())) lowest = apic;
        }
        if (lowest != null) lowest.receive(message);
    }

    void endOfInterrupt(int vector) {
        for (var listener : List.copyOf(eoiListeners)) listener.accept(vector);
    }
}
