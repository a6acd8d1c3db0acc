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
 * One logical processor with VT-x, as software meets it: registers, the VMX instructions, and execution. It is outside VMX
 * operation, in root or in non-root operation. Register accessors name the registers of whatever the processor executes now:
 * after a VM exit the general registers are still the guest's (no VMCS field holds them), the rest is the host's.
 *
 * <p>Java code is software on this processor: it calls {@link #vmxon} … {@link #vmresume} as machine code would execute the
 * instructions of those names, with the same checks and results. Not thread-safe but for {@link #pause}.
 */
public interface LogicalProcessor extends FeatureProbe.Capabilities {
    /** A processor in its reset state. One per {@code clock}: it advances the clock by the instructions it retires. */
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
    /** A register that has no setter of its own; see {@link SystemRegister}. */
    long get(SystemRegister register);
    /** Set as a loader would, without the checks of MOV CR or WRMSR; derived state (mode, TLBs) follows. */
    void set(SystemRegister register, long value);
    /** Segment register with its hidden part. */
    SegmentState get(SegmentName segment);
    void set(SegmentName segment, SegmentState state);

    /** The x87, MMX and SSE registers and the performance counters as they are now. */
    void save(ExtendedState into);
    void restore(ExtendedState from);

    /** MOV to CR0, CR4 with the checks the instruction makes. @return the fault, if it faults */
    VmxResult movToCr(int number, long value);
    /** WRMSR. @return false where it would fault with #GP(0) */
    boolean wrmsr(int index, long value);
    /** RDPMC. @return empty where it would fault with #GP(0) for the counter; bit 30 of its number stands for fixed-function ones */
    OptionalLong rdpmc(int counter);

    // ---- VMX instructions, executed by software at CPL 0 in 64-bit mode ----
    VmxResult vmxon(Hpa region);
    VmxResult vmxoff();
    VmxResult vmclear(Hpa region);
    VmxResult vmptrld(Hpa region);
    /** The current-VMCS pointer; empty for FFFFFFFF_FFFFFFFFH (there is none). */
    java.util.Optional<Hpa> vmptrst();
    /** VMREAD of the current VMCS; empty where it fails ({@link #lastResult} tells how). */
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
    /**
     * Who executes {@link #vmwrite} from now on: a part of the software, in words ("plugin 'spoof'"), for explanations.
     *
     * @return who did before
     */
    Author author(Author now);
    /**
     * Keep a Java frame of every {@link #vmwrite} from now on, for explanations; that costs some microseconds each.
     *
     * @param telling the innermost frame of a class that this holds for, by the class's name
     */
    void keepFrames(Predicate<String> telling);
    /**
     * The requirements of VM entry that the current VMCS does not fulfil, with what would be legal and who wrote each field. After a
     * VM entry that failed on a requirement this says why; empty without a current VMCS.
     */
    List<BrokenRule> brokenRules();
    /**
     * What is behind the last VM exit with the current VMCS, or the VMX abort that came in its place, or a shutdown outside VMX operation, line by line: broken rules of a failed entry, the MSR that
     * can't be loaded, the exceptions of a triple fault, the EPT entries of a misconfiguration. Empty where the exit's own fields say all.
     */
    List<String> explainExit();
    /** What is behind a VMfailValid with this error: its meaning, and the broken rules of a refused entry. */
    List<String> explainFailure(int error);
    /** Tells from now on what is behind each VMfailValid and each failed VM entry of a hypervisor in machine code, where it happens. */
    void onMachineCodeFailure(Consumer<List<String>> told);

    boolean inVmxOperation();
    boolean inNonRootOperation();

    // ---- execution ----
    /** Executes from the current state until something that its caller must know. */
    RunResult run();
    /** From any thread: return from {@link #run}, {@link #vmlaunch} or {@link #vmresume} between two instructions soon. */
    void pause();
    /** Stop (with {@link RunResult#BREAKPOINT}) before the instruction at this linear address; empty for none. */
    void breakAt(java.util.OptionalLong linear);
    /** Stop (with {@link RunResult#LIMIT}) once {@link #retired} reaches this; Long.MAX_VALUE for never. */
    void limit(long retired);
    /** Whether an external interrupt would reach the processor, or end its waiting. */
    boolean heedsInterrupts();
    /** Instructions retired since reset, in and out of VMX operation; each REP iteration counts as one. */
    long retired();
    /** Software in Java has completed an instruction of the guest: it counts as retired, and takes its time. */
    void retireOne();

    /** What the numbers of RDRAND and RDSEED follow from; RESET does not change it. 0 unless set. */
    void seed(long seed);
    /** Its local APIC, which is alone in a machine of its own until it joins another. */
    LocalApic apic();

    /**
     * A hardware error: logged at once, and signalled as #MC when the processor notices. It shuts down if CR4.MCE is 0, or IA32_MCG_STATUS shows that an
     * earlier machine check has not been dealt with.
     *
     * @return whether it is signalled, too: its bit of IA32_MCi_CTL says so
     * @throws IllegalArgumentException if IA32_MCG_CAP tells of no such bank
     */
    boolean machineCheck(MachineCheckError error);
    /** Post a non-maskable interrupt. External interrupts come from the {@link hv.cpu.platform.Bus} and the local APIC. */
    void nmi();
    /**
     * The A20 gate of a personal computer. While it is closed, bit 20 of every physical address is 0, so that addresses wrap at 1 MByte as an 8086's do;
     * and VMXON faults. In VMX operation the gate has no effect. Open after {@link #reset}.
     */
    void a20(boolean open);
    /**
     * IGNNE#: x87 instructions go on in spite of the exception that FERR# reports ({@link hv.cpu.platform.Bus#floatingPointError}), until it is cleared.
     * Nothing while FERR# is not asserted.
     */
    void ignoreFloatingPointError();
    /** Back to the state after RESET: real mode at FFFFFFF0H, outside VMX operation, caches empty. RAM stays. */
    void reset();

    // ---- what a VMM in Java sees of the current VMCS's guest (root operation, after a VM exit). Looking changes nothing. ----
    /** As the other one, with paging structures read through EPT. */
    Gpa translate(Gva linear, Access how) throws GuestFault;
    /**
     * Walks the guest's own paging for an access as its current privilege would make it. No accessed or dirty flag is set.
     *
     * @param memory where the paging structures are
     */
    Gpa translate(Gva linear, Access how, GuestMemory memory) throws GuestFault;
    /** Walks EPT (with the current VMCS's EPTP, if enabled). @return empty where the entry does not allow the access */
    java.util.Optional<Hpa> translate(Gpa physical, Access how);
    /** As the other one, with memory as EPT allows to reach it. */
    String disassembleAtRip();
    /** The instruction at the guest's RIP (up to 15 bytes, as fetched now), disassembled; never fails. */
    String disassembleAtRip(GuestMemory memory);

    /** What RDMSR would give the guest at CPL 0, had nobody intercepted it. */
    GuestRead guestMsr(int index);
    /** What MOV from a debug register would give the guest at its present CPL; as {@link #guestMsr}. @param number 0 to 15 */
    GuestRead guestDebugRegister(int number);
    /** What CPUID would give the guest, as {@link #guestMsr}: bits that mirror CR4 are the guest's. The local APIC is the processor's own. */
    CpuidResult guestCpuid(int leaf, int subleaf);

    /** How {@link #run} ended. */
    enum RunResult {
        /** A VM exit to software in Java (the VMCS tells why); the processor is in root operation. */
        VM_EXIT,
        /** HLT with no event that could ever wake the processor. */
        HALTED,
        /** An x87 instruction waits for an interrupt, for CR0.NE = 0 reports its exception by FERR#, and no event could ever wake the processor. */
        FROZEN,
        /** A triple fault outside non-root operation, or a VMX abort. */
        SHUTDOWN,
        /** {@link #pause} was called. */
        PAUSED,
        /** {@link #breakAt}'s address is next. */
        BREAKPOINT,
        /** {@link #limit} is reached. */
        LIMIT
    }

    /** A part of the software in Java that writes VMCS fields. {@link #author(String)} names it once; its use costs nothing. */
    record Author(int id) {}

    /** Names a part of the software. */
    Author author(String name);

    /** What an instruction of the guest would have read. */
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
