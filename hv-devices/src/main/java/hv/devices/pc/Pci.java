package hv.devices.pc;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;
import hv.devices.acpi.AcpiPart;
import hv.devices.acpi.Aml;

/**
 * PCI configuration mechanism #1 at ports CF8H and CFCH, with one device, the host bridge 00:00.0; and the reset control register, which
 * chip sets have at CF9H.
 *
 * <p>Source: PCI Local Bus Specification 3.0, chapters 3.2.2.3.2 "Software Generation of Configuration Transactions" and 6.1.
 */
public final class Pci implements Device {
    private static final int ADDRESS = 0xCF8, RESET_CONTROL = 0xCF9, DATA = 0xCFC, PORTS = 8;
    private static final int ENABLE = 1 << 31, ADDRESS_BITS = 0x80FF_FFFC, NOT_THE_REGISTER = 0x7FFF_FF00;
    private static final int RESET_WRITABLE = 0xE, RESET_PROCESSOR = 4;
    private static final int COMMAND = 4, COMMAND_MEMORY_MASTER = 6, COMMAND_WRITABLE = 0x40, SERR_WRITABLE = 1, INTERRUPT_LINE = 0x3C;
    /** Vendor 8086H, device 1237H (82441FX), class 060000H: a host bridge. */
    private static final int[][] BRIDGE = {{0, 0x86}, {1, 0x80}, {2, 0x37}, {3, 0x12}, {COMMAND, COMMAND_MEMORY_MASTER}, {8, 2}, {11, 6}};

    private final PciState state = new PciState();
    private Machine machine;

    @Override public String about() { return "PCI configuration mechanism #1 with a host bridge, and the reset control register: ports CF8H-CFFH"; }

    @Override public void plugIn(Machine machine) {
        this.machine = machine;
        machine.state("bridge", 1, state);
        for (var octet : BRIDGE) state.bridge[octet[0]] = (byte) octet[1];
        machine.ports(ADDRESS, PORTS, new Configuration());
        machine.offer(AcpiPart.class, AcpiPart.aml(Aml.device("PCI0", Aml.named("_HID", Aml.plugAndPlay("PNP0A03")), Aml.named("_ADR", Aml.number(0)),
                Aml.named("_UID", Aml.number(0)), Aml.named("_CRS", Aml.resources(Aml.buses(0, 0xFF), Aml.ports(ADDRESS, PORTS),
                        Aml.portRange(0, ADDRESS - 1), Aml.portRange(ADDRESS + PORTS, 0xFFFF), Aml.memoryRange(0xC000_0000L, 0xFEBF_FFFFL))))));
    }

    private final class Configuration implements PortDevice {
        @Override public int in(int port, int bytes) {
            if (port >= DATA) return readData(port - DATA, bytes);
            if (port == ADDRESS && bytes == 4) return state.address;
            return port == RESET_CONTROL && bytes == 1 ? state.resetControl : -1;
        }

        @Override public void out(int port, int bytes, int value) {
            if (port >= DATA) writeData(port - DATA, bytes, value);
            else if (port == ADDRESS && bytes == 4) state.address = value & ADDRESS_BITS;
            else if (port == RESET_CONTROL && bytes == 1) control(value);
        }
    }

    private void control(int value) {
        state.resetControl = value & RESET_WRITABLE;
        if ((value & RESET_PROCESSOR) != 0) machine.reset("reset control register");
    }

    /** Whether CONFIG_ADDRESS selects bus, device and function 0. There are no others. */
    private boolean bridgeSelected() { return (state.address & ENABLE) != 0 && (state.address & NOT_THE_REGISTER) == 0; }

    private int readData(int offset, int bytes) {
        if (!bridgeSelected()) return -1;
        int value = 0;
        for (int i = 0; i < bytes && offset + i < 4; i++) value |= (state.bridge[(state.address & 0xFC) + offset + i] & 0xFF) << 8 * i;
        return value;
    }

    private void writeData(int offset, int bytes, int value) {
        if (!bridgeSelected()) return;
        for (int i = 0; i < bytes && offset + i < 4; i++) writeBridge((state.address & 0xFC) + offset + i, value >>> 8 * i);
    }

    private void writeBridge(int register, int octet) {
        switch (register) {
            case COMMAND -> state.bridge[register] = (byte) (octet & COMMAND_WRITABLE | COMMAND_MEMORY_MASTER);
            case COMMAND + 1 -> state.bridge[register] = (byte) (octet & SERR_WRITABLE);
            case INTERRUPT_LINE -> state.bridge[register] = (byte) octet;
            default -> { }
        }
    }
}
