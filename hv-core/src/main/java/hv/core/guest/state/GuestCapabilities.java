package hv.core.guest.state;

import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmxMisc;
import hv.core.host.ControlWord;
import hv.cpu.LogicalProcessor;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The VMX features of this processor that a guest can run with, read once from the capability MSRs. */
public final class GuestCapabilities {
    /** Controls that every virtual machine runs with, where the processor has them. */
    private static final Set<ControlBit> WANTED = EnumSet.of(ControlBit.EXTERNAL_INTERRUPT_EXITING, ControlBit.NMI_EXITING, ControlBit.VIRTUAL_NMIS,
            ControlBit.TSC_OFFSETTING, ControlBit.HLT_EXITING, ControlBit.CR8_LOAD_EXITING, ControlBit.CR8_STORE_EXITING, ControlBit.USE_IO_BITMAPS,
            ControlBit.USE_MSR_BITMAPS, ControlBit.SECONDARY_CONTROLS, ControlBit.ENABLE_EPT,
            ControlBit.ENABLE_RDTSCP, ControlBit.ENABLE_VPID, ControlBit.UNRESTRICTED_GUEST, ControlBit.ENABLE_INVPCID, ControlBit.ENABLE_XSAVES);

    private final Map<ControlWord, ControlWord.Allowed> allowed = new EnumMap<>(ControlWord.class);
    private final long cr0Fixed0, cr4Fixed0;
    private final int timerShift;

    public GuestCapabilities(LogicalProcessor cpu) {
        for (var word : ControlWord.values()) allowed.put(word, word.allowed(cpu));
        long mustBeSet = cpu.rdmsr(MsrIndex.IA32_VMX_CR0_FIXED0).orElse(0);
        cr0Fixed0 = has(ControlBit.UNRESTRICTED_GUEST) ? mustBeSet & ~(Cr0.PE | Cr0.PG) : mustBeSet;
        cr4Fixed0 = cpu.rdmsr(MsrIndex.IA32_VMX_CR4_FIXED0).orElse(0);
        timerShift = (int) cpu.rdmsr(MsrIndex.IA32_VMX_MISC).orElse(0) & VmxMisc.PREEMPTION_TIMER_RATE;
    }

    public boolean has(ControlBit control) { return allowed.get(control.word()).missing(control.mask()) == 0; }

    public Set<ControlBit> own() {
        var own = EnumSet.copyOf(WANTED);
        own.removeIf(control -> !has(control));
        return own;
    }

    public int adjust(ControlWord word, int wanted) { return allowed.get(word).adjust(wanted); }

    /** Bits of CR0 that stay set while the guest runs, whatever the guest wants; it is shown what it wrote. */
    public long cr0Fixed0() { return cr0Fixed0; }
    public long cr4Fixed0() { return cr4Fixed0 | Cr4.VMXE; }

    /** The number of time-stamp ticks in which the VMX-preemption timer counts down once. */
    public long timerTicks() { return 1L << timerShift; }
}
