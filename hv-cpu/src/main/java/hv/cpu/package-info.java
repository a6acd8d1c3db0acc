/**
 * The emulated processor as software meets it. Read {@link hv.cpu.LogicalProcessor} first.
 *
 * <p>Inside, from the bottom up: each package knows only those before it in this list, and none knows this one:
 * <ul>
 *   <li>{@code platform} (exported): RAM, bus, clock, processor profile;
 *   <li>{@code state}: registers, flags, execution controls, exit record: data only;
 *   <li>{@code apic} (exported) and {@code performance}: the local APIC and the performance counters;
 *   <li>{@code memory}: page walks (32-bit, PAE, 4-level, EPT) and the software TLB;
 *   <li>{@code decode}: the opcode tables, the decoder and the disassembler: pure;
 *   <li>{@code assembler} (exported): machine code from text, by the same tables;
 *   <li>{@code real} and {@code softfloat}: arithmetic on real numbers of double extended precision, and on 32 and 64 bits by the letter: pure;
 *   <li>{@code semantics}: what user-mode integer instructions do, one static method each; the {@code Cpu} that ties the parts together;
 *   <li>{@code x87}: x87 instructions, FXSAVE and the XSAVE feature set;
 *   <li>{@code simd}: what MMX and SSE instructions do;
 *   <li>{@code system}: segments, far transfers, event delivery, control registers, MSRs, CPUID, I/O;
 *   <li>{@code entry}: what VM entry requires, as data;
 *   <li>{@code explain} (exported): why it refuses a VMCS, in words;
 *   <li>{@code vmx}: VMCS, VMX instructions, VM entry and VM exit;
 *   <li>{@code engine}: operations bound to rows, the block cache, the loop.
 * </ul>
 */
package hv.cpu;
