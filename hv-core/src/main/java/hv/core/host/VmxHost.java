package hv.core.host;

import hv.cpu.LogicalProcessor;

/** The host side, which all virtual machines share: the processor in root operation, the host's tables and its frames. */
public record VmxHost(LogicalProcessor cpu, FrameAllocator frames, HostTables tables, VmxOperation operation) {
}
