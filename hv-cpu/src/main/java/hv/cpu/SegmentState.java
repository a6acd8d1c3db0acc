package hv.cpu;

/**
 * A segment register with its hidden part.
 *
 * @param limit  in bytes, scaled by granularity already
 * @param rights {@link hv.api.x86.AccessRights}
 */
public record SegmentState(int selector, long base, int limit, int rights) {}
