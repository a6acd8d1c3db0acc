package hv.cpu.engine;

/** The reasons for which {@link Engine#run} returns. {@code hv.cpu.LogicalProcessor.RunResult} has the same constants, with their meaning. */
public enum Stop { VM_EXIT, HALTED, FROZEN, SHUTDOWN, PAUSED, BREAKPOINT, LIMIT }
