package hv.cpu;

import hv.api.FeatureProbe;
import hv.api.GuestFault;
import hv.api.x86.Access;
import hv.api.x86.CpuidResult;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.cpu.apic.LocalApic;
import hv.cpu.explain.BrokenRule;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One logical processor with VT-x, as software meets it: registers, the VMX instructions, and execution. It is outside VMX operation, in root or in
 * non-root operation. Register accessors access the registers of the code that executes now: after a VM exit the general registers are still the
 * guest's (no VMCS field holds them), the others are the host's.
 *
 * <p>Java code is software on this processor: it calls {@link #vmxon} … {@link #vmresume} as machine code would execute the instructions of those
 * names, with the same checks and results. Methods must be called on one thread, except {@link #pause}.
 */
public interface LogicalProcessor extends FeatureProbe.Capabilities {
    /** A processor in its reset state. There is one for each {@code clock}, because it advances the clock by the instructions that it retires. */
    static LogicalProcessor create(ProcessorProfile profile, Ram ram, Bus bus, VirtualClock clock) {
        return new EmulatedProcessor(profile, ram, bus, clock);
    }

    ProcessorProfile profile();
    Ram ram();
    VirtualClock clock();

    // ---- registers ----
    long get(Gpr register);
    void set(Gpr register, long value);
    long rip();
    void rip(long value);
    long rflags();
    void rflags(long value);
    /** The value of a register that has no getter of its own; see {@link SystemRegister}. */
    long get(SystemRegister register);
    /** Sets a register as a loader would, without the checks of MOV CR or WRMSR; derived state (mode, TLBs) follows. */
    void set(SystemRegister register, long value);
    /** A segment register with its hidden part. */
    SegmentState get(SegmentName segment);
    void set(SegmentName segment, SegmentState state);

    /** Saves the present x87, MMX and SSE registers and performance counters. */
    void save(ExtendedState into);
    void restore(ExtendedState from);

    /** Executes MOV to CR0 or CR4, with the checks of the instruction. @return the fault, if it faults */
    VmxResult movToCr(int number, long value);
    /** Executes WRMSR. @return false where it would fault with #GP(0) */
    boolean wrmsr(int index, long value);
    /** Executes RDPMC. Bit 30 of the counter's number stands for fixed-function counters. @return empty where it would fault with #GP(0) */
    OptionalLong rdpmc(int counter);

    // ---- VMX instructions, executed by software at CPL 0 in 64-bit mode ----
    VmxResult vmxon(Hpa region);
    VmxResult vmxoff();
    VmxResult vmclear(Hpa region);
    VmxResult vmptrld(Hpa region);
    /** The current-VMCS pointer; empty where there is none (FFFFFFFF_FFFFFFFFH). */
    java.util.Optional<Hpa> vmptrst();
    /** Executes VMREAD of the current VMCS; empty where it fails ({@link #lastResult} tells how). */
    OptionalLong vmread(VmcsField field);
    VmxResult vmwrite(VmcsField field, long value);
    /** Enters the guest and runs it until the next VM exit, or until {@link #pause}. */
    VmxResult vmlaunch();
    VmxResult vmresume();
    /**
     * VMRESUME that completes what the last VM exit has interrupted: the instruction at RIP executes at once, or the event that the VM-entry
     * interruption-information field holds is delivered, without the interceptions that the exemption names; all others hold. Then the guest runs on as
     * after {@link #vmresume()}. A VM exit or an exception before the end of the instruction ends the exemption, too.
     */
    VmxResult vmresume(Exemption exemption);
    /** @param type 1 single-context, 2 global */
    VmxResult invept(int type, long eptp);
    /** @param type 0 individual address, 1 single-context, 2 all contexts, 3 single-context retaining globals */
    VmxResult invvpid(int type, int vpid, long linear);
    VmxResult lastResult();

    // ---- explanations ----
    /** Sets the part of the software that executes {@link #vmwrite} from now on, for explanations. @return the part before */
    Author writeAs(Author now);
    /**
     * Keeps a Java frame of every {@link #vmwrite} from now on, for explanations; that costs some microseconds each.
     *
     * @param telling chooses the innermost frame of a class to keep, by the class's name
     */
    void keepFrames(Predicate<String> telling);
    /**
     * The requirements of VM entry that the current VMCS does not fulfil, with the legal values and the writer of each field. After a VM entry that
     * failed on a requirement they explain it. Empty without a current VMCS.
     */
    List<BrokenRule> brokenRules();
    /**
     * Explains, line by line, the last VM exit with the current VMCS, or the VMX abort that came in its place, or a shutdown outside VMX operation:
     * broken rules of a failed entry, the MSR that can't be loaded, the exceptions of a triple fault, the EPT entries of a misconfiguration. Empty
     * where the exit's fields say everything.
     */
    List<String> explainExit();
    /** Explains a VMfailValid with this error: its meaning, and the broken rules of a refused entry. */
    List<String> explainFailure(int error);
    /** Explains each VMfailValid and each failed VM entry of a hypervisor in machine code, when it happens, from now on. */
    void onMachineCodeFailure(Consumer<List<String>> told);

    boolean inVmxOperation();
    boolean inNonRootOperation();

    // ---- execution ----
    /** Executes from the current state until something happens that the caller must handle. */
    RunResult run();
    /** Makes {@link #run}, {@link #vmlaunch} or {@link #vmresume} return between two instructions soon; may be called from any thread. */
    void pause();
    /** Stops execution (with {@link RunResult#BREAKPOINT}) before the instruction at this linear address; empty for none. */
    void breakAt(java.util.OptionalLong linear);
    /** Stops execution (with {@link RunResult#LIMIT}) once {@link #retired} reaches this number; Long.MAX_VALUE for never. */
    void limit(long retired);
    /** Whether an external interrupt would reach the processor, or end its waiting. */
    boolean heedsInterrupts();
    /** The number of instructions retired since reset, in and out of VMX operation; each REP iteration counts as one. */
    long retired();
    /** Software in Java has completed an instruction of the guest: it counts as retired, and takes its time. */
    void retireOne();

    /** Sets the seed of RDRAND's and RDSEED's numbers, which is 0 at first. RESET does not change it. */
    void seed(long seed);
    /** The processor's local APIC, which is alone in a machine of its own until it joins another. */
    LocalApic apic();

    /**
     * Reports a hardware error. It is logged at once, and signalled as #MC when the processor notices it. The processor shuts down if CR4.MCE is 0,
     * or IA32_MCG_STATUS shows that software still handles an earlier machine check.
     *
     * @return whether the error is signalled, which its bit of IA32_MCi_CTL decides
     * @throws IllegalArgumentException if there is no such bank according to IA32_MCG_CAP
     */
    boolean machineCheck(MachineCheckError error);
    /** Posts a non-maskable interrupt. External interrupts come from the {@link hv.cpu.platform.Bus} and the local APIC. */
    void nmi();
    /**
     * Sets the A20 gate of a personal computer. While it is closed, bit 20 of every physical address is 0, so that addresses wrap at 1 MByte as an
     * 8086's do, and VMXON faults. In VMX operation the gate has no effect. It is open after {@link #reset}.
     */
    void a20(boolean open);
    /**
     * Asserts IGNNE#: x87 instructions go on in spite of the exception that FERR# reports ({@link hv.cpu.platform.Bus#floatingPointError}), until it
     * is cleared. Without effect while FERR# is not asserted.
     */
    void ignoreFloatingPointError();
    /** Puts the processor into the state after RESET: real mode at FFFFFFF0H, outside VMX operation, caches empty. RAM stays. */
    void reset();

    // ---- what a VMM in Java sees of the current VMCS's guest (root operation, after a VM exit). Looking changes nothing. ----
    /** Walks the guest's own paging for an access as its current privilege would make it, with paging structures read through EPT. */
    Gpa translate(Gva linear, Access how) throws GuestFault;
    /**
     * Walks the guest's own paging for an access as its current privilege would make it. No accessed or dirty flag is set.
     *
     * @param memory where the paging structures are
     */
    Gpa translate(Gva linear, Access how, GuestMemory memory) throws GuestFault;
    /** Walks EPT (with the current VMCS's EPTP, if enabled). @return empty where the entry does not allow the access */
    java.util.Optional<Hpa> translate(Gpa physical, Access how);
    /** The instruction at the guest's RIP, disassembled, with memory read through EPT. */
    String disassembleAtRip();
    /** The instruction at the guest's RIP (up to 15 bytes, as fetched now), disassembled; never fails. */
    String disassembleAtRip(GuestMemory memory);

    /** The result that RDMSR would have in the guest at CPL 0 if nobody intercepted it. */
    GuestRead guestMsr(int index);
    /** The result that MOV from a debug register would have in the guest at its present CPL if nobody intercepted it. @param number 0 to 15 */
    GuestRead guestDebugRegister(int number);
    /**
     * The result that CPUID would have in the guest if nobody intercepted it: bits that mirror CR4 are the guest's. The local APIC is the processor's
     * own.
     */
    CpuidResult guestCpuid(int leaf, int subleaf);

    /** How {@link #run} ended. */
    enum RunResult {
        /** A VM exit to software in Java (the VMCS tells why); the processor is in root operation. */
        VM_EXIT,
        /** The processor has executed HLT, and no event could ever wake it. */
        HALTED,
        /**
         * An x87 instruction waits for an interrupt, because with CR0.NE = 0 its exception is reported by FERR#; and no event could ever wake the
         * processor.
         */
        FROZEN,
        /** A triple fault outside non-root operation, or a VMX abort, has shut the processor down. */
        SHUTDOWN,
        /** {@link #pause} was called. */
        PAUSED,
        /** The instruction at {@link #breakAt}'s address is next. */
        BREAKPOINT,
        /** {@link #limit} is reached. */
        LIMIT
    }

    /** A part of the software in Java that writes VMCS fields. {@link #author(String)} registers it; its use costs nothing. */
    record Author(int id) {}

    /** Registers a part of the software as an author of VMCS fields. @param name in words: "plugin 'spoof'" */
    Author author(String name);

    /** The result of an instruction of the guest. */
    sealed interface GuestRead {
        record Value(long value) implements GuestRead {}
        record Fault(hv.api.x86.Event event) implements GuestRead {}
    }

    /** Guest-physical memory as software in Java reaches it. */
    @FunctionalInterface
    interface GuestMemory {
        /** @param bytes 1, 2, 4 or 8, never across a page */
        long read(Gpa at, int bytes);
        /** A byte of an instruction, which may come from another copy than data. @return 0 to 255 */
        default int fetch(Gpa at) { return (int) read(at, 1); }
    }
}
