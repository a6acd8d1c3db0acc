package hv.cpu.vmx;

import hv.api.x86.VmcsField;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.semantics.Cpu;
import hv.cpu.testing.VmxMachine;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The state that a VM entry looks at, good at first; it takes changes as text. */
final class EntryState implements AutoCloseable {
    private static final Map<String, String> SHORT = Map.of("PIN", "PIN_BASED_VM_EXECUTION_CONTROLS",
            "PROC", "PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS", "PROC2", "SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS",
            "EXIT", "PRIMARY_VM_EXIT_CONTROLS", "ENTRY", "VM_ENTRY_CONTROLS");
    private static final Pattern CHANGE = Pattern.compile("(?:(MSR|RAM):)?([A-Z0-9_]+)([=|~])([0-9A-Z]+)");

    private final VmxMachine machine;
    private Cpu cpu;

    EntryState(ProcessorProfile profile) {
        machine = new VmxMachine(profile).withGuest();
        cpu = cpu(profile);
    }

    private Cpu cpu(ProcessorProfile profile) {
        var cpu = new Cpu(profile, machine.ram, Bus.EMPTY, machine.clock);
        cpu.efer = 0x500;
        cpu.vmxState.current = VmxMachine.VMCS.value();
        return cpu;
    }

    void change(String text) {
        var m = CHANGE.matcher(text);
        if (!m.matches()) throw new IllegalArgumentException(text);
        if ("MSR".equals(m.group(1))) capability(Integer.parseInt(m.group(2), 16), hex(m.group(4)));
        else if ("RAM".equals(m.group(1))) machine.ram.write(hex(m.group(2)), 8, hex(m.group(4)));
        else if (m.group(2).equals("EFER")) cpu.efer = hex(m.group(4));
        else field(VmcsField.valueOf(SHORT.getOrDefault(m.group(2), m.group(2))), m.group(3), hex(m.group(4)));
    }

    private long hex(String text) {
        long revision = cpu.vmxState.capabilities.revision();
        return switch (text) {
            case "REV" -> revision;
            case "SHADOW" -> revision | 1L << 31;
            default -> Long.parseUnsignedLong(text, 16);
        };
    }

    private void field(VmcsField field, String operator, long value) {
        long old = Vmcs.read(cpu, field);
        Vmcs.write(cpu, field, operator.equals("=") ? value : operator.equals("|") ? old | value : old & ~value);
    }

    private void capability(int msr, long value) {
        var msrs = new HashMap<>(cpu.profile.msrs());
        msrs.put(msr, value);
        long efer = cpu.efer;
        cpu = cpu(new ProcessorProfile(cpu.profile.name(), cpu.profile.title(), cpu.profile.cpuid(), msrs, 0));
        cpu.efer = efer;
    }

    Set<String> broken() {
        return EntryRules.ALL.stream().filter(rule -> !rule.check().holds(cpu)).map(EntryRule::id).collect(Collectors.toSet());
    }

    @Override public void close() { machine.close(); }
}
