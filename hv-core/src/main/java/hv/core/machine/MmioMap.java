package hv.core.machine;

import hv.api.machine.MmioDevice;
import hv.api.machine.Registration;
import hv.api.x86.Gpa;
import hv.core.report.Blame;
import hv.core.report.HvException;
import java.util.ArrayList;
import java.util.List;

/** Which device answers which range of guest-physical addresses. */
public final class MmioMap {
    /** One device's range. */
    public record Claim(long first, long bytes, MmioDevice device, String owner) {
        boolean holds(long address) { return address >= first && address - first < bytes; }
        public boolean overlaps(long from, long length) { return from < first + bytes && first < from + length; }
    }

    private final List<Claim> claims = new ArrayList<>();
    private Claim processors;

    Registration claim(Gpa first, long bytes, MmioDevice device, String owner) {
        if (bytes < 1) throw new IllegalArgumentException("a range of " + bytes + " bytes");
        for (var other : claims) {
            if (other.overlaps(first.value(), bytes)) {
                throw HvException.user("plugins %s and %s both want the registers at %s; leave one of them out with --plugins".formatted(other.owner, owner, first));
            }
        }
        var claim = new Claim(first.value(), bytes, device, owner);
        claims.add(claim);
        return () -> claims.remove(claim);
    }

    public List<Claim> claims() {
        if (processors == null) return claims;
        var all = new ArrayList<>(claims);
        all.add(processors);
        return all;
    }

    /** Where the processor itself answers, before any device. @param page physical address divided by 4096; -1 for nowhere */
    public void processorPage(long page, MmioDevice registers) {
        processors = page < 0 ? null : new Claim(page << 12, 0x1000, registers, "the local APIC");
    }

    /** Whether a device answers at this address. */
    public boolean holds(long address) { return find(address) != null; }

    /** All ones where nothing answers. @param bytes 1, 2, 4 or 8 */
    public long read(long address, int bytes) {
        var claim = find(address);
        long mask = -1L >>> 64 - 8 * bytes;
        if (claim == null) return mask;
        try {
            return claim.device.read(address - claim.first, bytes) & mask;
        } catch (Throwable e) {
            throw Blame.plugin(claim.owner, "read its register at " + new Gpa(address), e);
        }
    }

    public void write(long address, int bytes, long value) {
        var claim = find(address);
        if (claim == null) return;
        try {
            claim.device.write(address - claim.first, bytes, value);
        } catch (Throwable e) {
            throw Blame.plugin(claim.owner, "write its register at " + new Gpa(address), e);
        }
    }

    private Claim find(long address) {
        if (processors != null && processors.holds(address)) return processors;
        for (var claim : claims) {
            if (claim.holds(address)) return claim;
        }
        return null;
    }
}
