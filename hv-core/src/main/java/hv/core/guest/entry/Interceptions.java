package hv.core.guest.entry;

import hv.api.Intercept;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmcsField;
import hv.core.guest.state.Bitmaps;
import hv.core.guest.state.ControlBit;
import hv.core.guest.state.GuestCapabilities;
import hv.core.guest.state.ShadowedRegisters;
import hv.core.guest.state.Vmcs;
import hv.core.host.ControlWord;
import hv.core.report.ErrorKind;
import hv.core.report.ExitSentence;
import hv.core.report.HvException;
import hv.cpu.apic.LocalApic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The union of the intercepts of all plugins and the framework, as controls, bitmaps and masks of the VMCS. It is computed anew when an intercept
 * comes or goes, and written when the virtual machine's VMCS is current.
 */
public final class Interceptions {
    private static final int ALL_EXCEPTIONS = -1;

    private static final Set<Integer> VIRTUALIZED_WRITES = Set.of(MsrIndex.IA32_X2APIC_TPR, MsrIndex.IA32_X2APIC_EOI, MsrIndex.IA32_X2APIC_SELF_IPI);

    private record Holder(Intercept what, String owner) {}

    private final GuestCapabilities capabilities;
    private final Bitmaps bitmaps;
    private final List<Holder> holders = new ArrayList<>();
    private final Set<ControlBit> own = EnumSet.noneOf(ControlBit.class);
    private final ShadowedRegisters shadowed;
    /** Control words as plugins want them. */
    private int pin, primary, secondary, exceptions;
    private final Map<ControlWord, Integer> written = new EnumMap<>(ControlWord.class);
    private boolean interceptsChanged = true, controlsChanged = true;

    public Interceptions(GuestCapabilities capabilities, Bitmaps bitmaps, ShadowedRegisters shadowed) {
        this.capabilities = capabilities;
        this.bitmaps = bitmaps;
        this.shadowed = shadowed;
        own.addAll(capabilities.own());
    }

    /**
     * @param owner id of the plugin, for messages
     * @throws HvException if this processor can't intercept that
     */
    public void add(Intercept what, String owner) {
        if (what instanceof Intercept.Every(var reason)) ControlBit.of(reason).ifPresent(control -> require(control, reason, owner));
        holders.add(new Holder(what, owner));
        interceptsChanged = true;
    }

    public void remove(Intercept what, String owner) {
        holders.remove(new Holder(what, owner));
        interceptsChanged = true;
    }

    /** Switches a control that belongs to the framework itself: windows, single steps. The MSR bitmaps follow one of them. */
    public void own(ControlBit control, boolean on) {
        if (!(on ? own.add(control) : own.remove(control))) return;
        controlsChanged = true;
        interceptsChanged |= control == ControlBit.VIRTUALIZE_X2APIC_MODE;
    }
    public boolean owns(ControlBit control) { return own.contains(control); }

    /** Whether a plugin wants the exits of this reason. */
    public boolean wants(ExitReason reason) {
        for (var holder : holders) if (holder.what instanceof Intercept.Every(var every) && every == reason) return true;
        return false;
    }

    private void require(ControlBit control, ExitReason reason, String owner) {
        if (capabilities.has(control)) return;
        throw new HvException(ErrorKind.PROCESSOR, "plugin '" + owner + "' asks for exits for " + ExitSentence.of(reason) + ", which this processor can't make");
    }

    /** Writes the controls that have changed. The VMCS must be current. */
    public void write(Vmcs vmcs) {
        if (interceptsChanged) writeIntercepts(vmcs);
        if (controlsChanged) writeControls(vmcs);
    }

    private void writeIntercepts(Vmcs vmcs) {
        interceptsChanged = false;
        controlsChanged = true;
        compute();
        vmcs.set(VmcsField.EXCEPTION_BITMAP, Integer.toUnsignedLong(exceptions));
        shadowed.write(vmcs);
    }

    private void writeControls(Vmcs vmcs) {
        controlsChanged = false;
        write(ControlWord.PIN, pin, vmcs);
        write(ControlWord.PRIMARY, primary, vmcs);
        write(ControlWord.SECONDARY, secondary, vmcs);
    }

    private void write(ControlWord word, int wanted, Vmcs vmcs) {
        for (var control : own) if (control.word() == word) wanted |= control.mask();
        int value = capabilities.adjust(word, wanted);
        if (Integer.valueOf(value).equals(written.put(word, value))) return;
        vmcs.set(word.field(), value);
    }

    private void compute() {
        pin = primary = secondary = exceptions = 0;
        bitmaps.clear();
        shadowed.clear();
        localApic();
        timeStamp();
        for (var holder : holders) apply(holder.what);
    }

    /**
     * Intercepts the MSRs of the local APIC, which are the virtual processor's own, except those that the processor serves from the virtual-APIC
     * page.
     */
    private void localApic() {
        boolean virtualized = own.contains(ControlBit.VIRTUALIZE_X2APIC_MODE);
        for (int index = 0; index < MsrIndex.BITMAP_RANGE; index++) {
            if (!LocalApic.isMsr(index)) continue;
            if (!virtualized || !LocalApic.isPlainRead(index)) bitmaps.reads(index, 1);
            if (!virtualized || !VIRTUALIZED_WRITES.contains(index)) bitmaps.writes(index, 1);
        }
    }

    /** Intercepts IA32_TSC_ADJUST and writes to the time-stamp counter. RDMSR reads the counter with the guest's offset, but not IA32_TSC_ADJUST. */
    private void timeStamp() {
        bitmaps.writes(MsrIndex.IA32_TIME_STAMP_COUNTER, 1);
        bitmaps.reads(MsrIndex.IA32_TSC_ADJUST, 1);
        bitmaps.writes(MsrIndex.IA32_TSC_ADJUST, 1);
    }

    private void apply(Intercept what) {
        switch (what) {
            case Intercept.Every(var reason) -> every(reason);
            case Intercept.Ports(int first, int count) -> bitmaps.ports(first, count);
            case Intercept.MsrReads(int first, int count) -> bitmaps.reads(first, count);
            case Intercept.MsrWrites(int first, int count) -> bitmaps.writes(first, count);
            case Intercept.Exception(int vector) -> exceptions |= vector == ExceptionVector.NMI ? 0 : 1 << vector;
            case Intercept.ControlRegister(int number, long mask) -> controlRegister(number, mask);
            case Intercept.ControlRegisterReads(int number) -> set(number == 3 ? ControlBit.CR3_STORE_EXITING : ControlBit.CR8_STORE_EXITING);
            case Intercept.Memory _ -> { }
        }
    }

    private void every(ExitReason reason) {
        ControlBit.of(reason).ifPresent(this::set);
        switch (reason) {
            case IO_INSTRUCTION -> bitmaps.ports(0, 0x1_0000);
            case RDMSR -> {
                bitmaps.reads(0, MsrIndex.BITMAP_RANGE);
                bitmaps.reads(MsrIndex.BITMAP_HIGH, MsrIndex.BITMAP_RANGE);
            }
            case WRMSR -> {
                bitmaps.writes(0, MsrIndex.BITMAP_RANGE);
                bitmaps.writes(MsrIndex.BITMAP_HIGH, MsrIndex.BITMAP_RANGE);
            }
            case EXCEPTION_OR_NMI -> exceptions = ALL_EXCEPTIONS & ~(1 << ExceptionVector.NMI);
            case CONTROL_REGISTER_ACCESS -> {
                for (int number : new int[] {0, 3, 4, 8}) controlRegister(number, -1);
                set(ControlBit.CR3_STORE_EXITING);
                set(ControlBit.CR8_STORE_EXITING);
            }
            default -> { }
        }
    }

    private void controlRegister(int number, long mask) {
        switch (number) {
            case 0 -> shadowed.watchCr0(mask);
            case 3 -> set(ControlBit.CR3_LOAD_EXITING);
            case 4 -> shadowed.watchCr4(mask);
            default -> set(ControlBit.CR8_LOAD_EXITING);
        }
    }

    private void set(ControlBit control) {
        switch (control.word()) {
            case PIN -> pin |= control.mask();
            case PRIMARY -> primary |= control.mask();
            default -> secondary |= control.mask();
        }
    }
}
