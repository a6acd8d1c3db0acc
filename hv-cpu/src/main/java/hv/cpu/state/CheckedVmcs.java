package hv.cpu.state;

/**
 * The state of VM entry's checks for a VMCS that is not current now.
 *
 * @param written      mask of the {@code entry.FieldGroup}s that may have changed since the checks
 * @param memoryCounts whether a check looked at memory that fields point to
 * @param inLongMode   IA32_EFER.LMA when host state was checked
 */
public record CheckedVmcs(int written, boolean memoryCounts, boolean inLongMode) {}
