package hv.devices.acpi;

/**
 * The contribution of one device to the ACPI tables: the device offers it to its machine, and {@link Acpi} collects all of them.
 *
 * @param aml  a Device object for the DSDT, inside \_SB; empty where there is none
 * @param madt interrupt controller structures for the MADT
 */
public record AcpiPart(byte[] aml, byte[] madt) {
    private static final byte[] NOTHING = {};

    public static AcpiPart aml(byte[] device) { return new AcpiPart(device, NOTHING); }
    public static AcpiPart madt(byte[] structures) { return new AcpiPart(NOTHING, structures); }
}
