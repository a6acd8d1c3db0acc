package hv.cpu.assembler;

/**
 * A row with an operand size.
 *
 * @param override    66H is there, be it for the operand size or because the row asks for it
 * @param rexW        REX.W is there
 * @param operandSize in bytes
 * @param width       of the instruction, which its name may depend on
 */
record Variant(Template template, int codeWidth, boolean override, boolean rexW, int operandSize, int width) {}
