package hv.cpu;

/**
 * A segment register with its hidden part.
 *
 * @param limit  in bytes, scaled by granularity already
 * @param rights access rights in the format of the VMCS (SDM 3C, "Guest Register State"): type 3:0, S 4, DPL 6:5, P 7, AVL 12,
 *               L 13, D/B 14, G 15, unusable 16
 */
public record SegmentState(int selector, long base, int limit, int rights) {}
