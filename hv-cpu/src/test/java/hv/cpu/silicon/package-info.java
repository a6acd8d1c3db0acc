/**
 * Our processor against the host's: the same instruction, from the same state, must leave the same state.
 *
 * <p>{@link hv.cpu.silicon.Generator} makes a case from a seed: an instruction from a row of the opcode table, registers, flags, an FXSAVE image and a
 * window of memory. {@link hv.cpu.silicon.HostProcessor} has it executed by {@link hv.cpu.silicon.HostProgram}, a child process in
 * machine code of our own that shares a file with the test and survives what the instruction raises; {@link hv.cpu.silicon.OurProcessor} executes
 * it on ours. {@link hv.cpu.silicon.Comparison} compares registers, flags (less those that are undefined), selectors, segment bases, memory, the
 * FXSAVE image, and vector, error code and CR2 of a fault. A mismatch is reported with the case's seed, which repeats it:
 * {@code -Dsilicon.repeat=SEED}. {@code -Dsilicon.cases=N} sets how many cases a subject gets.
 *
 * <p>To compare more rows, add a {@link hv.cpu.silicon.Subject} to {@link hv.cpu.silicon.Subjects} and its name to
 * {@link hv.cpu.silicon.SiliconTests}: a predicate says which rows, and a method sets operands that random bits would seldom be, in the
 * {@link hv.cpu.silicon.State} before (see {@link hv.cpu.silicon.FxImage} for x87, XMM and MXCSR; memory is {@code State.MEMORY} to
 * {@code MEMORY_BYTES} behind it). Addresses are chosen afterwards, by {@link hv.cpu.silicon.Addresses}; {@code Subject.Favour.place} can then
 * write where operands are. {@code Subject.extended} says that the FXSAVE image is loaded, saved and compared. Bits of it that can't be compared are
 * left out in {@link hv.cpu.silicon.Undefined}, encodings that can't be in {@link hv.cpu.silicon.Exclusions}, which prints them as unproven; what
 * images of XSAVE and its kin may differ in stands in {@link hv.cpu.silicon.SavedImages}. Where processors of other vendors, or newer ones, do
 * otherwise than the reference processor, {@link hv.cpu.silicon.HostDifferences} is the one table of it: our state is made into what the host's must be,
 * so that such a case is compared, too. On hosts of a vendor that is not in it, these cases alone are left out.
 *
 * <p>{@link hv.cpu.silicon.WatchedIsPlainTests} needs no host: it compares a {@link hv.cpu.silicon.WholeProcessor} with a
 * {@link hv.cpu.silicon.WatchedProcessor}, the guest of a VMM that watches it in every way.
 */
package hv.cpu.silicon;
