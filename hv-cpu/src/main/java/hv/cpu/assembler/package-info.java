/**
 * From Intel syntax to bytes: read {@link hv.cpu.assembler.Assembler} first. It knows no opcode: {@link hv.cpu.decode.OpcodeMaps}' rows are
 * read the other way round.
 *
 * <p>{@link hv.cpu.assembler.Lexer} cuts the text into statements, {@link hv.cpu.assembler.StatementParser} reads them, and
 * {@link hv.cpu.assembler.Output} is what a pass over them makes, until addresses settle. {@link hv.cpu.assembler.Vocabulary} has the rows for a
 * name, {@link hv.cpu.assembler.Matching} tells which of them what is written fits, {@link hv.cpu.assembler.Encoder} writes each, and
 * {@link hv.cpu.assembler.Choice} takes the shortest. {@link hv.cpu.assembler.Complaint} tells why there is none.
 */
package hv.cpu.assembler;
