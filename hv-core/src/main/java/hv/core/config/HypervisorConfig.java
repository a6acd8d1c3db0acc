package hv.core.config;

import hv.core.plugins.PluginCatalog;
import hv.cpu.platform.ProcessorProfile;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of a run: the guests and the machine that they run on.
 *
 * @param machines the first is the main one: its memory starts at host-physical address 0, the others' follow
 * @param catalog  the plugins that were found
 */
public record HypervisorConfig(ProcessorProfile profile, ProcessorFactory processors, List<VmConfig> machines, PluginCatalog catalog,
                               RunOptions options) {
    /** The configuration for a machine that starts again after so many instructions and so much virtual time. */
    public HypervisorConfig after(long instructions, Duration time) {
        return new HypervisorConfig(profile, processors, machines, catalog, options.after(instructions, time));
    }
}
