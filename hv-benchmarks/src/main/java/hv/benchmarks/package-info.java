/**
 * Benchmarks. Read {@link hv.benchmarks.KernelRates} first: guest instructions a second over ten kernels. {@link hv.benchmarks.ExitRates} and
 * {@link hv.benchmarks.SwitchRates} measure VM exits and switches between guests; {@code hv-benchmarks/README.md} says how to run them.
 */
package hv.benchmarks;
