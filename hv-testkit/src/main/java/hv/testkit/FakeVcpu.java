package hv.testkit;

import hv.api.GuestFault;
import hv.api.Vcpu;
import hv.api.x86.Access;
import hv.api.x86.AccessRights;
import hv.api.x86.EntryControls;
import hv.api.x86.Event;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.VmcsField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A virtual processor that executes nothing: registers and VMCS fields hold what a test or a plugin last wrote. A plugin's write to a field outside
 * the guest-state area is refused, as the framework refuses it; a test sets such fields with {@link #with(VmcsField, long)}.
 */
public final class FakeVcpu implements Vcpu {
    private final Map<Gpr, Long> registers = new EnumMap<>(Gpr.class);
    private final Map<VmcsField, Long> fields = new EnumMap<>(VmcsField.class);
    private final Map<Integer, Long> msrs = new HashMap<>();
    private final Set<Long> unmapped = new HashSet<>();
    private final List<Event> posted = new ArrayList<>();
    private final int index;
    private final FakeMemory memory;
    private long xcr0 = 1;
    private boolean apicEnabled = true;

    FakeVcpu(int index, FakeMemory memory) {
        this.index = index;
        this.memory = memory;
        in64BitMode(true);
        cpl(0);
    }

    // ---- what a test arranges and looks at ----
    public FakeVcpu in64BitMode(boolean on) {
        fields.put(VmcsField.GUEST_CS_ACCESS_RIGHTS, (long) (on ? AccessRights.CODE_64 : AccessRights.CODE_32));
        fields.put(VmcsField.VM_ENTRY_CONTROLS, (long) (on ? EntryControls.IA32E_MODE_GUEST : 0));
        return this;
    }

    public FakeVcpu cpl(int level) { return with(VmcsField.GUEST_SS_ACCESS_RIGHTS, AccessRights.DATA_32 | level << AccessRights.DPL_SHIFT); }

    public FakeVcpu with(VmcsField field, long value) {
        fields.put(field, value);
        return this;
    }

    public FakeVcpu with(Gpr register, long value) {
        registers.put(register, value);
        return this;
    }

    public FakeVcpu xcr0(long value) {
        xcr0 = value;
        return this;
    }

    public FakeVcpu apicEnabled(boolean enabled) {
        apicEnabled = enabled;
        return this;
    }

    public FakeVcpu msr(int number, long value) {
        msrs.put(number, value);
        return this;
    }

    /** Makes accesses to this linear page fault from now on. */
    public FakeVcpu unmap(long page) {
        unmapped.add(page & -4096L);
        return this;
    }

    public List<Event> posted() { return List.copyOf(posted); }

    // ---- what a plugin uses ----
    @Override public int index() { return index; }
    @Override public long get(Gpr register) { return registers.getOrDefault(register, 0L); }
    @Override public void set(Gpr register, long value) { registers.put(register, value); }
    @Override public long rip() { return read(VmcsField.GUEST_RIP); }
    @Override public long read(VmcsField field) { return fields.getOrDefault(field, 0L); }

    @Override public void write(VmcsField field, long value) {
        if (field.area() != VmcsField.Area.GUEST_STATE) throw new IllegalArgumentException(field + " is not a guest-state field");
        fields.put(field, value);
    }

    @Override public long xcr0() { return xcr0; }
    @Override public boolean apicEnabled() { return apicEnabled; }

    @Override public OptionalLong rdmsr(int number) {
        var value = msrs.get(number);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override public void read(Gva from, byte[] into) throws GuestFault {
        check(from, into.length, Access.READ);
        memory.read(new Gpa(from.value()), into, 0, into.length);
    }

    @Override public void write(Gva to, byte[] bytes) throws GuestFault {
        check(to, bytes.length, Access.WRITE);
        memory.write(new Gpa(to.value()), bytes, 0, bytes.length);
    }

    @Override public Gpa translate(Gva at, Access how) throws GuestFault {
        check(at, 1, how);
        return new Gpa(at.value());
    }

    private void check(Gva first, int bytes, Access how) throws GuestFault {
        for (long page = first.value() & -4096L; page < first.value() + bytes; page += 4096) {
            if (unmapped.contains(page)) throw new GuestFault(new Event.PageFault(first, how.has(Access.WRITE) ? 2 : 0));
        }
    }

    @Override public void post(Event event) { posted.add(event); }
}
