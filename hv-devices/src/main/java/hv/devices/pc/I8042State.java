package hv.devices.pc;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** The state of a keyboard controller without a keyboard. */
final class I8042State implements State {
    /** A byte that waits at port 60H; -1 for none. */
    int output = -1;
    /** The command from port 64H that waits for a data byte at port 60H; 0 for none. */
    int command;
    /** RAM; byte 0 is the configuration: keyboard and mouse disabled. */
    final byte[] ram = new byte[32];
    /** The output port: reset line and A20 gate, both high. */
    int outputPort = I8042.NOT_RESET | I8042.A20;
    /** Status bit 3: the last write went to port 64H. */
    boolean lastWasCommand;

    I8042State() { ram[0] = 0x30; }

    @Override public void fields(StateFields fields) {
        output = fields.number("output", output);
        command = fields.number("command", command);
        fields.fill("ram", ram);
        outputPort = fields.number("outputPort", outputPort);
        lastWasCommand = fields.flag("lastWasCommand", lastWasCommand);
    }
}
