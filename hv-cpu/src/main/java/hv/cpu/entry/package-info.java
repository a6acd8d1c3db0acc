/**
 * The requirements of VM entry, as data. Read {@link hv.cpu.entry.EntryRules} first: it lists one {@link hv.cpu.entry.EntryRule} for each requirement
 * of the manual, from {@code ControlRules}, {@code TransitionRules}, {@code HostRules} and {@code Guest…Rules}.
 *
 * <p>A rule looks at an {@link hv.cpu.entry.EntryView}: for an entry that of a processor, for a check of a dump that of an image. So no processor is
 * needed here. The rule that decides an entry also explains it: {@link hv.cpu.entry.Explainer} asks the same predicate which values it would accept.
 */
package hv.cpu.entry;
