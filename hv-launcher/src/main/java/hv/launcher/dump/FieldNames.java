package hv.launcher.dump;

import hv.api.x86.VmcsField;
import hv.core.report.HvException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names and values of fields as people write them. */
final class FieldNames {
    private static final Pattern ENCODING = Pattern.compile("(?:0X)?0*([0-9A-F]{1,7})H?");

    /** What hypervisors call fields, where that is not the manual's name with underscores. */
    private static final Map<String, VmcsField> OTHER_NAMES = Map.ofEntries(
            Map.entry("PIN_BASED_VM_EXEC_CONTROL", VmcsField.PIN_BASED_VM_EXECUTION_CONTROLS),
            Map.entry("CPU_BASED_VM_EXEC_CONTROL", VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS),
            Map.entry("SECONDARY_VM_EXEC_CONTROL", VmcsField.SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS),
            Map.entry("VM_EXIT_CONTROLS", VmcsField.PRIMARY_VM_EXIT_CONTROLS),
            Map.entry("VIRTUAL_PROCESSOR_ID", VmcsField.VIRTUAL_PROCESSOR_IDENTIFIER),
            Map.entry("VPID", VmcsField.VIRTUAL_PROCESSOR_IDENTIFIER),
            Map.entry("EPTP", VmcsField.EPT_POINTER),
            Map.entry("GUEST_INTERRUPTIBILITY_INFO", VmcsField.GUEST_INTERRUPTIBILITY_STATE),
            Map.entry("GUEST_PENDING_DBG_EXCEPTIONS", VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS),
            Map.entry("GUEST_SYSENTER_CS", VmcsField.GUEST_IA32_SYSENTER_CS),
            Map.entry("GUEST_SYSENTER_ESP", VmcsField.GUEST_IA32_SYSENTER_ESP),
            Map.entry("GUEST_SYSENTER_EIP", VmcsField.GUEST_IA32_SYSENTER_EIP));

    private FieldNames() {}

    /** All that are known, the manual's first. */
    static List<String> all() { return Stream.concat(Arrays.stream(VmcsField.values()).map(VmcsField::name), OTHER_NAMES.keySet().stream().sorted()).toList(); }

    /** By name, in capitals or not, with underscores, spaces or hyphens; or by encoding, hexadecimal in any way: {@code 0x681E}, {@code 681EH}. */
    static Optional<VmcsField> find(String text) {
        var name = text.strip().toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        if (OTHER_NAMES.containsKey(name)) return Optional.of(OTHER_NAMES.get(name));
        var plain = name.endsWith("_AR_BYTES") ? name.replace("_AR_BYTES", "_ACCESS_RIGHTS") : name;
        var named = Arrays.stream(VmcsField.values()).filter(field -> field.name().equals(plain)).findFirst();
        var encoding = ENCODING.matcher(name);
        return named.isEmpty() && encoding.matches() ? VmcsField.of(Integer.parseInt(encoding.group(1), 16)) : named;
    }

    /**
     * Hexadecimal with {@code 0x} or {@code H}, else decimal.
     *
     * @throws HvException (user's mistake) where it is neither
     */
    static long value(String text) {
        var digits = text.strip().replace("_", "").toUpperCase(Locale.ROOT);
        try {
            if (digits.startsWith("0X")) return Long.parseUnsignedLong(digits.substring(2), 16);
            if (digits.endsWith("H")) return Long.parseUnsignedLong(digits.substring(0, digits.length() - 1), 16);
            return digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw HvException.user("'" + text.strip() + "' is no value; write 0x80050033, 80050033H or a decimal number", e);
        }
    }
}
