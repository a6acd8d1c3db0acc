/**
 * From a guest image in a file to bytes in guest memory and the state of the processor before its first instruction. Read
 * {@link hv.core.image.GuestImages} first. Formats: flat binaries, ELF32, ELF64 and multiboot 1.
 */
package hv.core.image;
