/** One probe for each thing that EPT and VPIDs may lack; {@link hv.ept.probe.EptCapability} holds what they share. */
package hv.ept.probe;
