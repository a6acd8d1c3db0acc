package hv.cpu.silicon;

import hv.cpu.decode.Op;

/** One instruction with what it starts from, and what became of it on both processors. */
final class Case {
    long seed;
    /** As our decoder understands it. */
    Op op;
    Region region;
    /** In the shared file. */
    State before, theirs;
    State ours;
}
