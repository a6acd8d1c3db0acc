package hv.core.vm;

import hv.api.ExitHandler.Next;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.core.dispatch.Handlers;
import hv.core.guest.VirtualProcessor;
import hv.core.report.ErrorKind;
import hv.core.report.Explained;
import hv.core.report.ExitSentence;
import hv.core.report.HvException;
import hv.cpu.LogicalProcessor.Author;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What happens where no handler answers: an exit that only a plugin wanted is completed as the processor would have done; one that VMX
 * forces stops the virtual machine with a report.
 */
final class ChainEnd implements Handlers {
    /**
     * Exits that no control prevents.
     *
     * @sdm 3C chapter 26 "Instructions That Cause VM Exits Unconditionally"
     */
    private static final Set<ExitReason> FORCED = EnumSet.of(ExitReason.TRIPLE_FAULT, ExitReason.TASK_SWITCH, ExitReason.CPUID, ExitReason.GETSEC,
            ExitReason.INVD, ExitReason.VMCALL, ExitReason.VMCLEAR, ExitReason.VMLAUNCH, ExitReason.VMPTRLD, ExitReason.VMPTRST, ExitReason.VMREAD,
            ExitReason.VMRESUME, ExitReason.VMWRITE, ExitReason.VMXOFF, ExitReason.VMXON, ExitReason.EPT_MISCONFIGURATION, ExitReason.INVEPT,
            ExitReason.INVVPID, ExitReason.XSETBV, ExitReason.ENTRY_FAILURE_INVALID_GUEST_STATE, ExitReason.ENTRY_FAILURE_MSR_LOADING,
            ExitReason.ENTRY_FAILURE_MACHINE_CHECK);
    private static final Map<ExitReason, String> HELP = new EnumMap<>(Map.of(ExitReason.CPUID, "hv-handlers-cpuid answers CPUID",
            ExitReason.VMCALL, "hv-handlers-vmcall serves hypercalls", ExitReason.EPT_VIOLATION,
            "give the guest more memory, a device there, or another memory translator", ExitReason.TRIPLE_FAULT,
            "the guest's own exception handlers failed; --trace shows its last exits"));

    /** What {@code hv chain} says of memory that no translator backs. */
    static final String UNBACKED = "a device's registers come before all translators; for what is neither, the exit handlers of ept-violation are asked";

    private final VirtualProcessor processor;
    private final Function<ExitReason, String> asked;

    ChainEnd(VirtualProcessor processor, Function<ExitReason, String> asked) {
        this.processor = processor;
        this.asked = asked;
    }

    @Override public Outcome natively(VmExit exit, Vcpu vcpu) { return processor.completion().value(exit); }

    @Override public Author author(String plugin) { return processor.author(plugin); }
    @Override public Author works(Author now) { return processor.works(now); }

    @Override public Next unanswered() { return this::unanswered; }

    private Outcome unanswered(VmExit exit, Vcpu vcpu) {
        boolean nothingThere = exit instanceof VmExit.EptViolation violation && processor.completion().isUnbacked(violation);
        if (FORCED.contains(exit.reason()) || nothingThere) throw new HvException(ErrorKind.GUEST, report(exit));
        return natively(exit, vcpu);
    }

    private String report(VmExit exit) {
        var help = HELP.get(exit.reason());
        return "an exit that nobody answers: %s%n  at %s%n%s  %s%s".formatted(ExitSentence.of(exit),
                processor.where(), Explained.lines(processor.explained()), asked.apply(exit.reason()),
                help == null ? "" : "%n  what could help: %s".formatted(help));
    }

    /** What {@code hv chain} says of the end of a chain. */
    static String otherwise(ExitReason reason) {
        if (reason == ExitReason.EPT_VIOLATION) return "memory translators were asked before; what one of them backs is completed as if allowed, what none backs stops the "
                + "virtual machine with a report";
        return FORCED.contains(reason) ? "the virtual machine stops with a report, for VMX forces this exit"
                : "completed as the processor would have done";
    }
}
