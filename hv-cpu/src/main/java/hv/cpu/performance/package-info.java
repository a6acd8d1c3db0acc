/**
 * Performance monitoring: {@link hv.cpu.performance.PerformanceMonitor} is one processor's.
 *
 * <p>Nothing is counted while instructions execute. The processor knows how many cycles and instructions it has executed, and counters follow from
 * these when somebody looks at them, when what they count changes, and when one that is to interrupt is due. A cycle executes an instruction or an
 * iteration of a REP string instruction, so that only the latter have cycles in which no instruction ends; core cycles and reference cycles are the
 * same. What this processor does not model (caches, branch prediction) is no event of it: CPUID leaf 0AH marks it unavailable, and a counter that is
 * set to it stands still, as one does that is to count edges.
 *
 * <p>An instruction that turns a counter on is the first that it counts. An overflow is known before the next instruction.
 *
 * @sdm 3B chapter "Performance Monitoring"
 */
package hv.cpu.performance;
