/**
 * From linear addresses to bytes: paging, EPT and the TLB. Read {@link hv.cpu.memory.LinearMemory} first; a hit in the software TLB
 * ({@link hv.cpu.memory.Tlb}) ends there. A miss takes the way of {@link hv.cpu.memory.Translation}: {@link hv.cpu.memory.Paging} to a guest-physical
 * address, and {@link hv.cpu.memory.EptWalker} to a host-physical one. {@link hv.cpu.memory.Invalidation} drops what is cached.
 */
package hv.cpu.memory;
