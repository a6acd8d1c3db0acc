/**
 * From bytes to {@link hv.cpu.decode.Op}s, and to text. Knows of the rest of the processor nothing but the names
 * of CPUID features, VM-execution controls and exit reasons, and no state but the width of the code.
 *
 * <p>Facts about instructions stand in one place, the tables ({@link hv.cpu.decode.OneByteMap}, {@link hv.cpu.decode.Groups},
 * {@link hv.cpu.decode.TwoByteMap}, {@link hv.cpu.decode.SystemMap}, {@link hv.cpu.decode.VmxMap}, {@link hv.cpu.decode.MmxMap},
 * {@link hv.cpu.decode.SseMap}, {@link hv.cpu.decode.SseIntegerMap},
 * {@link hv.cpu.decode.X87Map}): a {@link hv.cpu.decode.Row} for each opcode, in the manual's notation, with the flags it changes, the CPUID feature it
 * needs, the VM exit it causes ({@link hv.cpu.decode.Interception}) and what else is special about it ({@link hv.cpu.decode.Trait}). Everybody asks
 * there: the decoder what is undefined, the engine where blocks end, operations whether they are intercepted, the disassembler how to write it, tests what
 * to compare. To add an instruction, add a {@link hv.cpu.decode.Mnemonic} and its rows here, and what it does in the package of its kind
 * ({@code docs/add-an-instruction.md}).
 *
 * <p>At start-up each row's notation becomes a {@link hv.cpu.decode.Pattern}, and the patterns of an opcode byte an array of
 * {@link hv.cpu.decode.Form}s, indexed by what chooses among them: ModRM, mandatory prefix, REX bits, 64-bit code
 * ({@link hv.cpu.decode.Axis}). {@link hv.cpu.decode.Decoder} reads prefixes, looks the form up and reads its operands into a
 * {@link hv.cpu.decode.Draft}, which becomes the Op.
 */
package hv.cpu.decode;
