/**
 * Performance monitoring. Read {@link hv.cpu.performance.PerformanceMonitor} first: the counters of one processor.
 *
 * <p>Nothing is counted while instructions execute. The processor knows how many cycles and instructions it has executed, and a counter's value is computed
 * from these when software reads it, when what it counts changes, and when it is due to overflow and interrupt. A cycle executes one instruction or one
 * iteration of a REP string instruction. Core cycles and reference cycles are the same.
 *
 * <p>Cache and branch events do not exist here: CPUID leaf 0AH marks them unavailable, and a counter programmed to one stands still. So does a counter
 * programmed to count edges.
 *
 * <p>An instruction that turns a counter on is the first that it counts. An overflow is known before the next instruction.
 *
 * @sdm 3B chapter "Performance Monitoring"
 */
package hv.cpu.performance;
