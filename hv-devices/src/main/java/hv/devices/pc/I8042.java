package hv.devices.pc;

import hv.api.Device;
import hv.api.machine.InterruptLine;
import hv.api.machine.Machine;
import hv.devices.Octets;

/**
 * The keyboard controller of a PC, without a keyboard: self-test, configuration and RAM at ports 60H and 64H, and the two lines that systems still
 * use, the processor's reset line and an A20 gate. System control port A (92H) has another reset line and another A20 gate.
 */
public final class I8042 implements Device {
    private static final int DATA = 0x60, COMMAND = 0x64;
    private static final int OUTPUT_FULL = 1, SELF_TESTED = 4, LAST_WAS_COMMAND = 8, NOT_INHIBITED = 0x10;
    private static final int READ_RAM = 0x20, WRITE_RAM = 0x60, RAM_COMMANDS = 0xE0, RAM_INDEX = 0x1F;
    private static final int SELF_TEST = 0xAA, TEST_KEYBOARD = 0xAB, TEST_MOUSE = 0xA9, READ_OUTPUT_PORT = 0xD0, WRITE_OUTPUT_PORT = 0xD1,
            RETURN_TO_KEYBOARD = 0xD2, RETURN_TO_MOUSE = 0xD3, WRITE_MOUSE = 0xD4, CLOSE_A20 = 0xDD, OPEN_A20 = 0xDF, PULSE = 0xF0;
    private static final int SELF_TEST_PASSED = 0x55, INTERFACE_ABSENT = 1;
    /** Bits of the output port. */
    static final int NOT_RESET = 1, A20 = 2;

    private final I8042State state = new I8042State();
    private Machine machine;
    private InterruptLine a20;

    @Override public String about() { return "i8042 keyboard controller without a keyboard, reset lines and A20 gates: ports 60H, 64H, 92H"; }

    @Override public void plugIn(Machine machine) {
        this.machine = machine;
        machine.state("controller", 1, state);
        machine.ports(DATA, 1, Octets.of(DATA, 1, _ -> readData(), (_, octet) -> writeData(octet)));
        machine.ports(COMMAND, 1, Octets.of(COMMAND, 1, _ -> status(), (_, octet) -> writeCommand(octet)));
        a20 = machine.pins().a20Gate();
        a20.raise();
        new SystemControlPort().plugIn(machine);
    }

    private int status() {
        return (state.output >= 0 ? OUTPUT_FULL : 0) | SELF_TESTED | NOT_INHIBITED | (state.lastWasCommand ? LAST_WAS_COMMAND : 0);
    }

    private int readData() {
        int octet = Math.max(state.output, 0);
        state.output = -1;
        return octet;
    }

    private void writeCommand(int command) {
        state.lastWasCommand = true;
        state.command = 0;
        switch (command & RAM_COMMANDS) {
            case READ_RAM -> state.output = state.ram[command & RAM_INDEX] & 0xFF;
            case WRITE_RAM -> state.command = command;
            default -> control(command);
        }
    }

    private void control(int command) {
        switch (command) {
            case SELF_TEST -> state.output = SELF_TEST_PASSED;
            case TEST_KEYBOARD, TEST_MOUSE -> state.output = INTERFACE_ABSENT;
            case READ_OUTPUT_PORT -> state.output = state.outputPort;
            case WRITE_OUTPUT_PORT, RETURN_TO_KEYBOARD, RETURN_TO_MOUSE, WRITE_MOUSE -> state.command = command;
            case OPEN_A20 -> writeOutputPort(state.outputPort | A20);
            case CLOSE_A20 -> writeOutputPort(state.outputPort & ~A20);
            default -> {
                if ((command & PULSE) == PULSE && (command & NOT_RESET) == 0) machine.reset("keyboard controller");
            }
        }
    }

    /** Writes port 60H. A byte that no command waits for would go to the keyboard; it is lost. */
    private void writeData(int octet) {
        int command = state.command;
        state.lastWasCommand = false;
        state.command = 0;
        if ((command & RAM_COMMANDS) == WRITE_RAM) state.ram[command & RAM_INDEX] = (byte) octet;
        else if (command == RETURN_TO_KEYBOARD || command == RETURN_TO_MOUSE) state.output = octet;
        else if (command == WRITE_OUTPUT_PORT) writeOutputPort(octet);
    }

    private void writeOutputPort(int octet) {
        state.outputPort = octet | NOT_RESET;
        if ((octet & A20) != 0) a20.raise();
        else a20.lower();
        if ((octet & NOT_RESET) == 0) machine.reset("keyboard controller");
    }
}
