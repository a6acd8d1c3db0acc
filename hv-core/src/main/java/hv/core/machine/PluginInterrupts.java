package hv.core.machine;

import hv.api.machine.InterruptLine;
import hv.api.machine.Interrupts;
import hv.api.machine.Registration;
import hv.core.report.Blame;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** The interrupt pins as one plugin sees them: what it throws when it is called is its own failure, and what it holds its machine gives back. */
record PluginInterrupts(PluginMachine machine, Board board, String plugin) implements Interrupts {
    @Override public Registration inputs(int first, int count, LineListener pins) {
        return machine.keep(board.pins().inputs(first, count,
                (line, high) -> board.call(plugin, "take interrupt line " + line, () -> pins.changed(line, high))));
    }

    @Override public InterruptLine intr(IntSupplier acknowledge) {
        return machine.wired("intr", board.pins().intr(() -> {
            try {
                return acknowledge.getAsInt();
            } catch (Throwable e) {
                throw Blame.plugin(plugin, "tell the vector of an interrupt", e);
            }
        }));
    }

    @Override public InterruptLine nmi() { return board.pins().nmi(); }
    @Override public void message(long address, int data) { board.pins().message(address, data); }

    @Override public Registration onEoi(IntConsumer vector) {
        return machine.keep(board.pins().onEoi(ended -> board.call(plugin, "take an EOI", () -> vector.accept(ended))));
    }
}
