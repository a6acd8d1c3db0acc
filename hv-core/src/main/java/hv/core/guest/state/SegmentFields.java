package hv.core.guest.state;

import hv.api.x86.VmcsField;
import hv.cpu.SegmentName;
import java.util.Arrays;
import java.util.List;

/** The guest-state fields of segment registers, each list in the order of {@link SegmentName}. */
public final class SegmentFields {
    static final List<VmcsField> SELECTOR = fields("SELECTOR"), BASE = fields("BASE"), LIMIT = fields("LIMIT"), RIGHTS = fields("ACCESS_RIGHTS");

    private SegmentFields() {}

    private static List<VmcsField> fields(String what) {
        return Arrays.stream(SegmentName.values()).map(segment -> VmcsField.valueOf("GUEST_" + segment + "_" + what)).toList();
    }
}
