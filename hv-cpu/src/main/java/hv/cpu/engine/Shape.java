package hv.cpu.engine;

import hv.cpu.semantics.Operation;

/** What instructions have in common that differ in registers, addresses and constants only. */
record Shape(Operation operation, int width, int destination, int source) {}
