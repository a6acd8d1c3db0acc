package hv.cpu.vmx;

import hv.api.x86.VmcsField;
import hv.cpu.platform.CodeLines;
import hv.cpu.entry.FieldGroup;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.CheckedVmcs;
import hv.cpu.state.EntryMemo;
import hv.cpu.state.FieldWriters;
import hv.cpu.state.VmxPointers;

/** Records writes to the current VMCS: those of VMWRITE field by field, and those to its region behind VMWRITE. */
final class Writers {
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final int FIELDS = VmcsField.values().length;
    private static final CheckedVmcs UNCHECKED = new CheckedVmcs(FieldGroup.ALL, false, false);

    private Writers() {}

    /** Makes a VMCS current. The checks of its last entry still hold, except for changes that have been noticed since. */
    static void makeCurrent(Cpu c, long region) {
        var v = c.vmxState;
        if (region == v.pointers.current) return;
        v.memo.exchange(v.pointers.current, region, UNCHECKED);
        v.pointers.current = region;
        v.provenance.current(region, FIELDS);
        guard(c);
    }

    private static void guard(Cpu c) {
        var v = c.vmxState;
        if (!v.memo.guarding) c.ram.code().listen(new BehindVmwrite(v.pointers, v.memo));
        v.memo.guarding = true;
        c.ram.code().guard(v.pointers.current >>> 12);
    }

    /** Notes a write to a field, by software in Java or by machine code; {@link #machineCode} adds the RIP of the latter. */
    static void note(Cpu c, VmcsField field) {
        var writers = c.vmxState.provenance.writers;
        if (writers == null) return;
        writers.stamps[field.ordinal()] = c.vmxState.provenance.stamp();
        if (writers.frames != null) writers.frames[field.ordinal()] = frame(c);
    }

    static void machineCode(Cpu c, VmcsField field, long rip) {
        var writers = c.vmxState.provenance.writers;
        if (writers == null || field == null) return;
        writers.stamps[field.ordinal()] = FieldWriters.stamp(c.vmxState.provenance.exits(), FieldWriters.MACHINE_CODE);
        writers.rip[field.ordinal()] = rip;
    }

    private static StackWalker.StackFrame frame(Cpu c) {
        return STACK.walk(frames -> frames.filter(f -> c.vmxState.provenance.tellingFrames.test(f.getClassName())).findFirst().orElse(null));
    }

    /** Notices writes to a VMCS's region behind VMWRITE. The next entry must check all requirements then. */
    private record BehindVmwrite(VmxPointers pointers, EntryMemo memo) implements CodeLines.Listener {
        @Override public void holdsCode(long frame) {}
        @Override public void codeWritten(long physical, long length) {}
        @Override public void guardedWritten(long frame) {
            if (frame == pointers.current >>> 12) memo.written = FieldGroup.ALL;
            else memo.forget(frame << 12);
        }
    }
}
