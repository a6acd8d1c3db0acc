package hv.devices.interrupts;

import hv.api.Device;
import hv.api.machine.InterruptLine;
import hv.api.machine.Machine;
import hv.devices.Octets;
import hv.devices.acpi.AcpiPart;
import hv.devices.acpi.Aml;

/** The two 8259As of a PC, the slave on the master's input 2: ports 20H, 21H, A0H, A1H, edge/level control at 4D0H and 4D1H, lines 0 to 15. */
public final class Pic implements Device {
    private static final int MASTER = 0x20, SLAVE = 0xA0, EDGE_LEVEL = 0x4D0, LINES = 16, CASCADE = 2;
    /** The inputs of master and slave that are edge-triggered whatever ELCR says: timer, keyboard, cascade; clock, coprocessor. */
    private static final int[] ALWAYS_EDGE = {0x07, 0x21};

    private final PicState masterState = new PicState(), slaveState = new PicState();
    private final Pic8259[] chips = {new Pic8259(masterState), new Pic8259(slaveState)};
    private InterruptLine intr;

    @Override public String about() { return "two 8259A interrupt controllers: ports 20H-21H, A0H-A1H, 4D0H-4D1H, lines 0-15"; }

    @Override public void plugIn(Machine machine) {
        machine.state("master", 1, masterState);
        machine.state("slave", 1, slaveState);
        intr = machine.interrupts().intr(this::acknowledge);
        machine.interrupts().inputs(0, LINES, this::input);
        plugIn(machine, MASTER, chips[0]);
        plugIn(machine, SLAVE, chips[1]);
        machine.ports(EDGE_LEVEL, 2, Octets.of(EDGE_LEVEL, 2, chip -> chips[chip].levelTriggered(), this::writeEdgeLevel));
        machine.offer(AcpiPart.class, AcpiPart.aml(Aml.device("PIC", Aml.named("_HID", Aml.plugAndPlay("PNP0000")),
                Aml.named("_CRS", Aml.resources(Aml.ports(MASTER, 2), Aml.ports(SLAVE, 2), Aml.ports(EDGE_LEVEL, 2), Aml.line(CASCADE))))));
    }

    private void plugIn(Machine machine, int first, Pic8259 chip) {
        machine.ports(first, 2, Octets.of(first, 2, register -> {
            int value = chip.read(register);
            update();
            return value;
        }, (register, octet) -> {
            chip.write(register, octet);
            update();
        }));
    }

    private void writeEdgeLevel(int chip, int inputs) {
        chips[chip].levelTriggered(inputs & ~ALWAYS_EDGE[chip]);
        update();
    }

    private void input(int line, boolean high) {
        if (line == CASCADE) return;
        chips[line >>> 3].input(line & 7, high);
        update();
    }

    private void update() {
        chips[0].input(CASCADE, chips[1].requests());
        if (chips[0].requests()) intr.raise();
        else intr.lower();
    }

    private int acknowledge() {
        int input = chips[0].acknowledge();
        int vector = chips[0].cascades(input) ? chips[1].vector(chips[1].acknowledge()) : chips[0].vector(input);
        update();
        return vector;
    }
}
