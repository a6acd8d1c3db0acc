package hv.cpu.explain;

import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import java.util.Optional;
import java.util.OptionalLong;

/** A VMCS from elsewhere, a dump for example; what it does not tell is empty. */
public interface VmcsImage {
    OptionalLong get(VmcsField field);

    /** Whether the entry is made from IA-32e mode. */
    default Optional<Boolean> longMode() { return Optional.empty(); }

    /** Where the VMCS lies. */
    default Optional<Hpa> address() { return Optional.empty(); }

    /** @param bytes 1, 4 or 8; @return zero-extended */
    default OptionalLong memory(Hpa at, int bytes) { return OptionalLong.empty(); }
}
