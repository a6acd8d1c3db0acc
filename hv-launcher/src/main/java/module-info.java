/** The command line: reads what the user asks for, wires the machine, and tells what happens. */
module hv.launcher {
    requires hv.core;
    requires info.picocli;
    requires tools.jackson.dataformat.toml;

    opens hv.launcher to info.picocli;
}
