package hv.core.config;

import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;

/** Makes the processor that everything runs on, in its state after RESET. */
@FunctionalInterface public interface ProcessorFactory {
    LogicalProcessor make(ProcessorProfile profile, Ram ram, Bus bus, VirtualClock clock);
}
