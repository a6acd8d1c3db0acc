package hv.core.config;

import hv.core.plugins.PluginCatalog;
import hv.cpu.platform.ProcessorProfile;
import java.time.Duration;
import java.util.List;

/**
 * What to run on what.
 *
 * @param machines the first is the main one: its memory starts at host-physical address 0, the others' follow
 * @param catalog  the plugins that were found
 */
public record HypervisorConfig(ProcessorProfile profile, ProcessorFactory processors, List<VmConfig> machines, PluginCatalog catalog,
                               RunOptions options) {
    /** For a machine that starts anew after so many instructions and so much virtual time. */
    public HypervisorConfig after(long instructions, Duration time) {
        return new HypervisorConfig(profile, processors, machines, catalog, options.after(instructions, time));
    }
}
