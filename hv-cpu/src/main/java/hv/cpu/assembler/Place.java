package hv.cpu.assembler;

/** Where something stands in the text; both count from 1. */
record Place(int line, int column) {
    AssemblyException error(String message) { return new AssemblyException(line, column, message); }
}
