package hv.core.config;

import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Makes the processor of a run, in its state after RESET. */
@FunctionalInterface public interface ProcessorFactory {
    /** Classes that write VMCS fields for all others. They are not reported as the writer of a field. */
    Set<String> PASSERS = Set.of("hv.core.guest.state.Vmcs", "hv.core.guest.state.GuestCpu", "hv.core.guest.state.SegmentFields");

    LogicalProcessor make(ProcessorProfile profile, Ram ram, Bus bus, VirtualClock clock);

    /** Makes processors that remember which Java code wrote each VMCS field, and that explain VMX failures of machine code. */
    default ProcessorFactory explaining(Consumer<List<String>> told) {
        return (profile, ram, bus, clock) -> {
            var processor = make(profile, ram, bus, clock);
            processor.keepFrames(name -> !name.startsWith("hv.cpu.") && !PASSERS.contains(name));
            processor.onMachineCodeFailure(told);
            return processor;
        };
    }
}
