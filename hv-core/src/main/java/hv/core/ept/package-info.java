/**
 * Guest-physical memory of one virtual machine. Read {@link hv.core.ept.GuestSpace} first: it asks the memory translators ({@code TranslatorChain}), narrows
 * what they allow by what plugins watch ({@code Watches}), and keeps the answers in EPT paging structures ({@code EptTables}).
 * {@link hv.core.ept.SpaceMemory} is the same memory as a device's DMA reaches it.
 */
package hv.core.ept;
