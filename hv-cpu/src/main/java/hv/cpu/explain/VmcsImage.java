package hv.cpu.explain;

import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import java.util.Optional;
import java.util.OptionalLong;

/** A VMCS that is not in the processor: a dump, for example. Facts that it lacks are empty. */
public interface VmcsImage {
    OptionalLong get(VmcsField field);

    /** Whether the entry is made from IA-32e mode. */
    default Optional<Boolean> longMode() { return Optional.empty(); }

    /** The physical address of the VMCS. */
    default Optional<Hpa> address() { return Optional.empty(); }

    /**
     * Bytes in memory that a field points to.
     *
     * @param bytes 1, 4 or 8
     * @return zero-extended
     */
    default OptionalLong memory(Hpa at, int bytes) { return OptionalLong.empty(); }
}
