package hv.handlers.cpuid;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Setting;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.ExitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Answers CPUID, which exits in any case. An answer starts from the machine's own leaves, or those of a {@code profile}. Then flags are hidden and
 * shown by name ({@code hide=rdrand,rdseed}), and registers masked and overridden ({@code mask=1:ecx=0xFFFFFFDF}, {@code override=0x80000001:edx=0}),
 * in this order. A flag that the machine lacks is never shown unless {@code force=true}, and then with a warning, because its instructions fault. VMX
 * and SMX are hidden unless {@code show} names them. Leaves 4000_0000H and 4000_0001H describe the hypervisor: its signature, and the version of its
 * hypercalls in EAX.
 *
 * <p>XSETBV, which exits in any case too, enables the state components that CPUID shows in leaf 0DH, as it does on the processor.
 *
 * <p>This handler is innermost: a plugin that spoofs a leaf stands before it, and one that filters sees its answers.
 */
public final class Cpuid implements ExitHandler {
    private static final int HYPERVISOR_LEAVES = 0x4000_0000, LAST_HYPERVISOR_LEAF = 0x4000_0001, HYPERCALL_VERSION = 1;
    private static final Setting<Profile> PROFILE = new Setting<>("profile", Profile.MACHINE,
            "leaves to start from: machine, " + String.join(", ", Profile.BUNDLED) + ", or a file", Profile::parse);
    private static final Setting<List<Features.Flag>> HIDE =
            new Setting<>("hide", List.of(), "features to hide beside vmx and smx, as in rdrand,rdseed", Features::parse);
    private static final Setting<List<Features.Flag>> SHOW =
            new Setting<>("show", List.of(), "features to show though a profile lacks them, or vmx", Features::parse);
    private static final Setting<List<WordValue>> MASK =
            new Setting<>("mask", List.of(), "bits to keep of a register, as in 1:ecx=0xffffffdf,7.0:ebx=0", WordValue::parse);
    private static final Setting<List<WordValue>> OVERRIDE =
            new Setting<>("override", List.of(), "values of registers, as in 1:eax=0x306c3", WordValue::parse);
    private static final Setting<Boolean> FORCE = Setting.flag("force", false, "show features that the machine lacks");
    private static final Setting<Boolean> HYPERVISOR = Setting.flag("hypervisor", true, "tell the guest that there is a hypervisor");
    private static final Setting<String> SIGNATURE =
            new Setting<>("signature", "hv VT-x Java", "twelve ASCII characters for leaf 0x40000000", Cpuid::parseSignature);
    private static final List<Features.Flag> ALWAYS_HIDDEN = Features.parse("vmx,smx");

    private ShownLeaves shown;
    private LiveBits live;
    private boolean hypervisor;
    private String signature;

    @Override public String about() { return "answers CPUID: the machine's leaves, masked and overridden, or another processor's"; }
    @Override public List<Setting<?>> settings() { return List.of(PROFILE, HIDE, SHOW, MASK, OVERRIDE, FORCE, HYPERVISOR, SIGNATURE); }
    @Override public Stage stage() { return Stage.FALLBACK; }
    @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID), Intercept.every(ExitReason.XSETBV)); }

    /** @throws IllegalArgumentException if the settings (not a profile) show a flag that the machine lacks, without {@code force} */
    @Override public void attach(VirtualMachine vm) {
        var machine = vm.processor();
        var choices = choices(vm);
        shown = new ShownLeaves(leaf -> machine.cpuid(leaf.leaf(), leaf.subleaf()), choices);
        hypervisor = vm.get(HYPERVISOR);
        signature = vm.get(SIGNATURE);
        live = new LiveBits(shown, hypervisor);
        Lacking.report(vm, choices, shown);
    }

    private static Choices choices(VirtualMachine vm) {
        var hide = new ArrayList<>(ALWAYS_HIDDEN);
        hide.addAll(vm.get(HIDE));
        return new Choices(vm.get(PROFILE), hide, vm.get(SHOW), vm.get(MASK), vm.get(OVERRIDE), vm.get(FORCE));
    }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        return switch (exit) {
            case VmExit.Cpuid(int leaf, int subleaf) -> Outcome.answer(answer(leaf, subleaf, vcpu));
            case VmExit.Xsetbv _ -> Outcome.NATIVE;
            default -> next.handle(exit, vcpu);
        };
    }

    private CpuidResult answer(int leaf, int subleaf, Vcpu vcpu) {
        if (hypervisor && leaf >>> 28 == 4) return hypervisorLeaf(leaf);
        var asked = Leaf.of(leaf, subleaf);
        return live.apply(asked, shown.at(asked), vcpu);
    }

    private CpuidResult hypervisorLeaf(int leaf) {
        return switch (leaf) {
            case HYPERVISOR_LEAVES -> CpuidResult.signature(LAST_HYPERVISOR_LEAF, signature);
            case LAST_HYPERVISOR_LEAF -> new CpuidResult(HYPERCALL_VERSION, 0, 0, 0);
            default -> CpuidResult.ZERO;
        };
    }

    private static String parseSignature(String text) {
        if (text.matches("\\p{ASCII}{12}")) return text;
        throw new IllegalArgumentException("'" + text + "' is not a signature; it takes twelve ASCII characters");
    }
}
