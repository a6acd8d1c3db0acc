package hv.cpu.engine;

/** Why {@link Engine#run} returned; {@code hv.cpu.LogicalProcessor.RunResult} has the same constants and tells what each means. */
public enum Stop { VM_EXIT, HALTED, FROZEN, SHUTDOWN, PAUSED, BREAKPOINT, LIMIT }
