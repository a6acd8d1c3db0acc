/**
 * Probes for EPT and VPIDs, one for each capability that a processor may lack. Read {@link hv.ept.probe.EptCapability} first, the base of most of
 * them.
 */
package hv.ept.probe;
