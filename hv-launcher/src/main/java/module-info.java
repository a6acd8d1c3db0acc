/** The command line: reads what the user asks for, wires the machine, and tells what happens. Read {@link hv.launcher.Main} first. */
module hv.launcher {
    requires hv.core;
    requires com.google.guice;
    requires com.google.common;     // which Guice needs and, being an automatic module, cannot say
    requires info.picocli;
    requires jakarta.inject;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.csv;
    requires tools.jackson.dataformat.toml;

    opens hv.launcher to info.picocli, com.google.guice;
}
