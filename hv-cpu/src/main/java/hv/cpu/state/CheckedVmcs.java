package hv.cpu.state;

/**
 * How far VM entry's checks hold for a VMCS that is not current now.
 *
 * @param written      what may have changed since they were made; a mask of {@code entry.FieldGroup}
 * @param memoryCounts they looked at memory that fields point to
 * @param inLongMode   IA32_EFER.LMA when host state was checked
 */
public record CheckedVmcs(int written, boolean memoryCounts, boolean inLongMode) {}
