package hv.examples.byhand;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.Cr4;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmcsField;
import hv.api.x86.VmxBasic;
import hv.cpu.LogicalProcessor;
import hv.cpu.VmxResult;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import java.io.PrintStream;

/**
 * The life of a virtual machine on VT-x, from VMXON to VMXOFF, with nothing between this program and the processor. It does what a
 * hypervisor's assembly code does, in the same order; only it is written in Java, and the processor is an emulated one.
 *
 * <p>The order of the story: {@link Host} makes the processor ready, {@link #switchVmxOn} enters VMX operation, {@link GuestSetup} fills in a VMCS, and
 * {@link #runGuest} enters the guest and handles its VM exits.
 *
 * @sdm 3C chapter 31 "VMX Instruction Reference", and chapter 24 "Life Cycle of VMM Software"
 */
public final class ByHand {
    private static final int HIGHEST_LEAF = 0, SUM = 1;

    private final PrintStream out;
    private final LogicalProcessor cpu;
    private final StringBuilder console = new StringBuilder();

    private ByHand(Ram ram, PrintStream out) {
        this.out = out;
        this.cpu = LogicalProcessor.create(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());
    }

    /** Runs the example and writes what happens to standard output. */
    public static void main(String[] args) { run(System.out); }

    static void run(PrintStream out) {
        try (var ram = new Ram(4 << 20)) {
            new ByHand(ram, out).live();
        }
    }

    private void live() {
        say("Processor: %s", cpu.profile().title());
        Host.prepare(cpu);
        say("Host: 64-bit mode, paging on, CR4.VMXE = 1");
        switchVmxOn();
        GuestSetup.fill(cpu);
        say("VMCS filled: %d bytes of guest code at %XH", GuestCode.BYTES.length, GuestCode.ADDRESS);
        runGuest();
        switchVmxOff();
        say("The guest wrote: %s", console);
    }

    /** VMXON and VMCS regions are pages that start with the processor's VMCS revision identifier. */
    private void switchVmxOn() {
        long basic = cpu.rdmsr(MsrIndex.IA32_VMX_BASIC).orElseThrow();
        int revision = (int) basic & VmxBasic.REVISION;
        cpu.ram().write(Host.VMXON_REGION.value(), 4, revision);
        cpu.ram().write(Host.VMCS_REGION.value(), 4, revision);
        must("VMXON", cpu.vmxon(Host.VMXON_REGION));
        must("VMCLEAR", cpu.vmclear(Host.VMCS_REGION));
        must("VMPTRLD", cpu.vmptrld(Host.VMCS_REGION));
    }

    private void runGuest() {
        must("VMLAUNCH", cpu.vmlaunch());
        while (handleExit()) mustSilently("VMRESUME", cpu.vmresume());
    }

    /** @return whether the guest is to go on */
    private boolean handleExit() {
        long reason = read(EXIT_REASON);
        var basic = ExitReason.of((int) reason & ExitReason.BASIC).orElseThrow();
        say("VM exit %d (%s) at RIP %XH after %d guest instructions", basic.number(), basic, read(GUEST_RIP), cpu.retired());
        boolean entryFailed = (reason & ExitReason.ENTRY_FAILURE) != 0;
        if (entryFailed) throw new IllegalStateException("VM entry failed: the guest state in the VMCS is not valid");
        switch (basic) {
            case CPUID -> answerCpuid();
            case VMCALL -> serveHypercall();
            case IO_INSTRUCTION -> console.append((char) (cpu.get(Gpr.RAX) & 0xFF));
            case HLT -> {
                return false;
            }
            default -> throw new IllegalStateException("no answer to " + basic);
        }
        skipInstruction();
        return true;
    }

    /** The guest sees a processor that does not exist: its maker is "hand-written". */
    private void answerCpuid() {
        cpu.set(Gpr.RAX, HIGHEST_LEAF);
        cpu.set(Gpr.RBX, letters("hand"));
        cpu.set(Gpr.RDX, letters("-wri"));
        cpu.set(Gpr.RCX, letters("tten"));
        say("  answered by hand: the maker is hand-written");
    }

    private static int letters(String four) {
        return four.charAt(0) | four.charAt(1) << 8 | four.charAt(2) << 16 | four.charAt(3) << 24;
    }

    /** Hypercall 1: RAX := RBX + RCX. */
    private void serveHypercall() {
        if (cpu.get(Gpr.RAX) != SUM) throw new IllegalStateException("no hypercall " + cpu.get(Gpr.RAX));
        long sum = cpu.get(Gpr.RBX) + cpu.get(Gpr.RCX);
        say("  hypercall: %d + %d = %d", cpu.get(Gpr.RBX), cpu.get(Gpr.RCX), sum);
        cpu.set(Gpr.RAX, sum);
    }

    /** An exit that an instruction caused leaves RIP at the instruction: whoever has done its work steps over it. */
    private void skipInstruction() { mustSilently("VMWRITE", cpu.vmwrite(GUEST_RIP, read(GUEST_RIP) + read(VM_EXIT_INSTRUCTION_LENGTH))); }

    private void switchVmxOff() {
        must("VMCLEAR", cpu.vmclear(Host.VMCS_REGION));
        must("VMXOFF", cpu.vmxoff());
        mustSilently("MOV CR4", cpu.movToCr(4, cpu.cr4() & ~Cr4.VMXE));
        say("CR4.VMXE = 0: the processor is as it was before");
    }

    private long read(VmcsField field) { return cpu.vmread(field).orElseThrow(); }

    private void must(String instruction, VmxResult result) {
        mustSilently(instruction, result);
        say("%s: success", instruction);
    }

    static void mustSilently(String instruction, VmxResult result) {
        if (!result.succeeded()) throw new IllegalStateException(instruction + " did not succeed: " + result);
    }

    private void say(String format, Object... facts) { out.printf(format + "%n", facts); }
}
