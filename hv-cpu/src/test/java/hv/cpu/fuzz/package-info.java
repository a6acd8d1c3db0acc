/**
 * Any bytes as code, in any mode, end in an architectural outcome: no Java exception, no hang, no access beyond RAM. Each round of
 * {@link hv.cpu.fuzz.FuzzTests} follows from its seed, which a failure tells and {@code -Dfuzz.seed=SEED -Dfuzz.rounds=1} repeats.
 */
package hv.cpu.fuzz;
