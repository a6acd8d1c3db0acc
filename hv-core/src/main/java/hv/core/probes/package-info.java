/**
 * Probes for what every virtual machine needs of the processor, in the order in which VMX is brought up: {@link hv.core.probes.VmxProbe} (read it first),
 * {@link hv.core.probes.FeatureControlProbe}, {@link hv.core.probes.ProtectedModeProbe}, {@link hv.core.probes.VmxFreeProbe},
 * {@link hv.core.probes.TrueControlsProbe}. They are plugins like any other; those for EPT are in the module {@code hv.ept}.
 */
package hv.core.probes;
