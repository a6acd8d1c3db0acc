/**
 * From a guest image in a file to bytes in guest memory and the state of the processor before its first instruction. Read
 * {@link hv.core.image.GuestImages} first. Formats: flat binaries, ELF32, ELF64, multiboot 1 and Linux bzImage.
 */
package hv.core.image;
