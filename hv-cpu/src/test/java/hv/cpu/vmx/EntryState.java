package hv.cpu.vmx;

import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.explain.BrokenRule;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.testing.VmxMachine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A machine whose VM entry succeeds at first; it takes changes as text, and tells how the entry ends. */
final class EntryState implements AutoCloseable {
    private static final Map<String, String> SHORT = Map.of("PIN", "PIN_BASED_VM_EXECUTION_CONTROLS",
            "PROC", "PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS", "PROC2", "SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS",
            "EXIT", "PRIMARY_VM_EXIT_CONTROLS", "ENTRY", "VM_ENTRY_CONTROLS");
    private static final Pattern CHANGE = Pattern.compile("(?:(MSR|RAM):)?([A-Z0-9_]+)([=|~])([0-9A-Z]+)");
    private static final long ENTRY_FAILURE = 1L << 31;
    private static final int LONGEST_GUEST = 1000;

    final VmxMachine machine;

    EntryState(ProcessorProfile profile) { machine = new VmxMachine(profile).withGuest("cpuid"); }

    /** The state that a breaker makes. */
    static EntryState broken(EntryTable.Breaker breaker) {
        var profile = breaker.rtm() ? EntryTable.withRtm(EntryTable.permissive()) : EntryTable.permissive();
        for (String change : breaker.changes()) if (change.startsWith("MSR:")) profile = capability(profile, change);
        var state = new EntryState(profile);
        for (String change : breaker.changes()) if (!change.startsWith("MSR:")) state.change(change);
        return state;
    }

    private static ProcessorProfile capability(ProcessorProfile profile, String change) {
        var m = match(change);
        return EntryTable.with(profile, Integer.parseInt(m.group(2), 16), Long.parseUnsignedLong(m.group(4), 16));
    }

    private static java.util.regex.Matcher match(String text) {
        var m = CHANGE.matcher(text);
        if (!m.matches()) throw new IllegalArgumentException(text);
        return m;
    }

    void change(String text) {
        var m = match(text);
        if ("RAM".equals(m.group(1))) machine.ram.write(hex(m.group(2)), 8, hex(m.group(4)));
        else if (ExitCaseTests.isRegister(m.group(2))) machine.cpu.set(Gpr.valueOf(m.group(2)), hex(m.group(4)));
        else if (m.group(2).equals("EFER")) machine.cpu.set(SystemRegister.EFER, hex(m.group(4)));
        else field(VmcsField.valueOf(SHORT.getOrDefault(m.group(2), m.group(2))), m.group(3), hex(m.group(4)));
    }

    private long hex(String text) {
        long revision = machine.cpu.rdmsr(0x480).orElseThrow() & 0x7FFF_FFFF;
        return switch (text) {
            case "REV" -> revision;
            case "SHADOW" -> revision | 1L << 31;
            default -> Long.parseUnsignedLong(text, 16);
        };
    }

    private void field(VmcsField field, String operator, long value) {
        long old = machine.read(field);
        machine.write(field, operator.equals("=") ? value : operator.equals("|") ? old | value : old & ~value);
    }

    List<BrokenRule> explained() { return machine.cpu.brokenRules(); }

    Set<String> broken() { return explained().stream().map(BrokenRule::id).collect(Collectors.toSet()); }

    /** Enters, in the table's words; {@code OK} for an entry that was made. */
    String enter() {
        machine.cpu.limit(machine.cpu.retired() + LONGEST_GUEST);
        return switch (machine.cpu.vmlaunch()) {
            case VmxResult.FailValid(int error) -> "VMFAILVALID:" + error;
            case VmxResult.FailInvalid _ -> "VMFAILINVALID";
            case VmxResult.Faulted(var fault) -> "" + fault;
            case VmxResult.Paused _ -> "OK";
            case VmxResult.Succeeded _ -> exit();
        };
    }

    private String exit() {
        long reason = machine.read(VmcsField.EXIT_REASON);
        if ((reason & ENTRY_FAILURE) == 0) return "OK";
        return "ENTRY_FAIL:" + (reason & 0xFFFF) + ":" + machine.read(VmcsField.EXIT_QUALIFICATION);
    }

    @Override public void close() { machine.close(); }
}
