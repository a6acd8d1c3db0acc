package hv.core.machine;

import hv.api.machine.MmioDevice;
import hv.api.machine.Registration;
import hv.api.x86.Gpa;
import hv.core.report.Blame;
import hv.core.report.HvException;
import java.util.ArrayList;
import java.util.List;

/** The devices by their ranges of guest-physical addresses. */
public final class MmioMap {
    /** One device's range. */
    public record Claim(long first, long bytes, MmioDevice device, String owner) {
        boolean holds(long address) { return address >= first && address - first < bytes; }
        public boolean overlaps(long from, long length) { return from < first + bytes && first < from + length; }
    }

    /** Hears of each access that a device has answered. */
    @FunctionalInterface public interface Listener {
        /** @param owner the device's plugin; @param value what was read or written, of {@code bytes} bytes */
        void accessed(String owner, Gpa at, int bytes, boolean write, long value);
    }

    private final List<Claim> claims = new ArrayList<>();
    private Claim processors;
    private Listener listener = (_, _, _, _, _) -> {};

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

    /** Sets the page of the processor's own registers, which goes before any device. @param page physical address divided by 4096; -1 for none */
    public void processorPage(long page, MmioDevice registers) {
        processors = page < 0 ? null : new Claim(page << 12, 0x1000, registers, "the local APIC");
    }

    public void listen(Listener hears) { listener = hears; }

    /** Whether a device answers at this address. */
    public boolean holds(long address) { return find(address) != null; }

    /** Reads from the device at an address; all ones where there is none. @param bytes 1, 2, 4 or 8 */
    public long read(long address, int bytes) {
        var claim = find(address);
        long mask = -1L >>> 64 - 8 * bytes;
        if (claim == null) return mask;
        try {
            long value = claim.device.read(address - claim.first, bytes) & mask;
            listener.accessed(claim.owner, new Gpa(address), bytes, false, value);
            return value;
        } catch (Throwable e) {
            throw Blame.plugin(claim.owner, "read its register at " + new Gpa(address), e);
        }
    }

    public void write(long address, int bytes, long value) {
        var claim = find(address);
        if (claim == null) return;
        try {
            listener.accessed(claim.owner, new Gpa(address), bytes, true, value);
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
