package hv.cpu.explain;

/**
 * A requirement that can't be judged.
 *
 * @param missing the fact that the image lacks: a field's name, "memory at 1000H", "the mode that the entry is made from"
 */
public record UnknownRule(String id, String title, String requirement, String missing) {}
