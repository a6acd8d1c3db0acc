package hv.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code hv} alone: tells what there is. */
@Command(name = "hv", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class, ProbeCommand.class, PluginsCommand.class, ChainCommand.class, VmcsCommand.class},
        description = "A virtual machine monitor made of plugins, running real x86 code on an emulated VT-x processor.",
        footer = {
            "  test     Run all tests (mvn verify with the right JDK); further arguments go to Maven.",
            "  jdk      Print the folder of the JDK that hv uses.",
            "",
            "Examples:",
            "  hv run                                    the tour: a guest's whole life, step by step",
            "  hv run kernel.elf --append 'sieve 20'     a guest of your own",
            "  hv run pair-one pair-two                  two virtual machines on one processor",
            "  hv run --bare mini-hypervisor             a hypervisor in machine code, without ours",
            "  hv run --quiet kernel.elf                 the guest's output alone",
            "  hv chain cpuid                            who answers CPUID, in which order, and why",
            "  hv vmcs check dmesg.txt                   what is wrong with another hypervisor's VMCS",
            "  hv vmcs explain ept-violation             a pocket manual of VMX",
            "",
            "Exit status: the guest's own is odd (a write of v to port F4H gives (v<<1)|1), or 0 where it ended by itself;",
            "hv's own are even: 2 wrong option, file or plugin; 4 guest can't go on; 6 plugin failed; 8 processor lacks a feature;",
            "10 instruction limit; 12 handler hangs; 14 defect in hv; 16 hv vmcs check found a fault; 130 interrupted."})
final class HvCommand implements Runnable {
    /** What the start script does itself. */
    static final List<String> OF_SCRIPT = List.of("test", "jdk");

    @Spec private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of what went wrong.")
    boolean debug;

    @Override public void run() { throw new ParameterException(spec.commandLine(), "name a command: run, probe, plugins, chain, vmcs or test; hv --help tells more"); }
}
