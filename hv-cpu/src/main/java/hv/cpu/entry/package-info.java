/**
 * What VM entry requires, as data: one {@link hv.cpu.entry.EntryRule} for each requirement of the manual. No processor is needed here, only an
 * {@link hv.cpu.entry.EntryView} of a VMCS and of what surrounds it: a processor's own for an entry, an image from elsewhere for a check offline.
 *
 * <p>Read {@link hv.cpu.entry.EntryRules} first; the rules stand in {@code ControlRules}, {@code TransitionRules}, {@code HostRules} and {@code Guest…Rules}.
 * The rule that decides an entry is also the one that explains it: {@link hv.cpu.entry.Explainer} asks the same predicate which values it would accept.
 */
package hv.cpu.entry;
