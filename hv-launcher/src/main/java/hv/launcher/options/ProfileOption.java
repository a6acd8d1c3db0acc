package hv.launcher.options;

import hv.core.report.HvException;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import picocli.CommandLine.Option;

/** A processor for commands that start none. */
public final class ProfileOption {
    @Option(names = "--cpu", paramLabel = "PROFILE", defaultValue = ProcessorProfiles.REFERENCE, description = "The processor; ${DEFAULT-VALUE} unless given.")
    private String cpu;

    /** @throws HvException (user's mistake) listing the processors there are */
    public ProcessorProfile profile() { return load(cpu); }

    static ProcessorProfile load(String name) {
        try {
            return ProcessorProfiles.load(name);
        } catch (IllegalArgumentException e) {
            throw HvException.user(e.getMessage(), e);
        }
    }
}
