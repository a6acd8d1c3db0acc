package hv.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hv vmcs}: commands about VMCSs, which need no guest. */
@Command(name = "vmcs", description = "Check a VMCS dump of another hypervisor; explain fields, controls, exit reasons and errors.",
        mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", subcommands = {VmcsCheckCommand.class, VmcsExplainCommand.class})
final class VmcsCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override public void run() { throw new ParameterException(spec.commandLine(), "name a command: check or explain; hv vmcs --help tells more"); }
}
