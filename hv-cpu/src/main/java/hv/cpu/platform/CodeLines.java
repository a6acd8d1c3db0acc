package hv.cpu.platform;

import java.util.ArrayList;
import java.util.List;

/**
 * The 64-byte lines of RAM from which a processor has decoded code: one bit for each line, one {@code long} for each frame. A write to such a line is
 * reported to every listener, and so is any write to a guarded frame.
 */
public final class CodeLines {
    private final long[] lines;
    /** The frames all of whose writes are reported, one bit each. */
    private final long[] guarded;
    private boolean guarding;
    private final List<Listener> listeners = new ArrayList<>();

    CodeLines(int frames) {
        lines = new long[frames];
        guarded = new long[(frames >> 6) + 1];
    }

    /** A processor's caches, which must learn of writes to code. */
    public interface Listener {
        /** Called when a frame begins to hold code or to be guarded: stores to it must go through {@link Ram#write} from now on. */
        void holdsCode(long frame);
        /** Called when bytes of lines that hold code have been written; they may lie in several frames. */
        void codeWritten(long physical, long length);
        /** Called when something has been written to a guarded frame. */
        default void guardedWritten(long frame) {}
    }

    public void listen(Listener listener) { listeners.add(listener); }

    /** Whether any line of the frame (a physical address divided by 4096) holds code, or the frame is guarded. */
    public boolean inFrame(long frame) { return lines[(int) frame] != 0 || isGuarded(frame); }

    /** Reports every write to this frame from now on, except those that {@link Ram#aboutToWrite} announces. */
    public void guard(long frame) {
        if (isGuarded(frame)) return;
        guarded[(int) (frame >> 6)] |= 1L << frame;
        guarding = true;
        for (var listener : listeners) listener.holdsCode(frame);
    }

    private boolean isGuarded(long frame) { return (guarded[(int) (frame >> 6)] >>> frame & 1) != 0; }

    /** Whether a line that these bytes touch holds code. @param length at least 1 */
    public boolean overlaps(long physical, long length) {
        long last = physical + length - 1;
        for (long frame = physical >>> 12; frame <= last >>> 12; frame++) {
            if ((lines[(int) frame] & mask(frame, physical, last)) != 0) return true;
        }
        return false;
    }

    /** Notes that these bytes have been decoded. */
    public void mark(long physical, long length) {
        long last = physical + length - 1;
        for (long frame = physical >>> 12; frame <= last >>> 12; frame++) {
            boolean first = lines[(int) frame] == 0;
            lines[(int) frame] |= mask(frame, physical, last);
            if (first) for (var listener : listeners) listener.holdsCode(frame);
        }
    }

    void written(long physical, long length) {
        codeWritten(physical, length);
        if (guarding && length > 0) tellGuarded(physical >>> 12, physical + length - 1 >>> 12);
    }

    private void tellGuarded(long first, long last) {
        for (long frame = first; frame <= last; frame++) {
            if (isGuarded(frame)) for (var listener : listeners) listener.guardedWritten(frame);
        }
    }

    /** Reports a write to bytes, where decoded code is among them; guarded frames are left out. */
    void codeWritten(long physical, long length) {
        if (length > 0 && lines[(int) (physical >>> 12)] == 0 && physical >>> 12 == physical + length - 1 >>> 12) return;
        if (length > 0 && overlaps(physical, length)) tell(physical, length);
    }

    private void tell(long physical, long length) {
        long last = physical + length - 1;
        for (long frame = physical >>> 12; frame <= last >>> 12; frame++) lines[(int) frame] &= ~mask(frame, physical, last);
        for (var listener : listeners) listener.codeWritten(physical, length);
    }

    /** The lines of a frame from the byte {@code first} to the byte {@code last}, as bits. */
    private static long mask(long frame, long first, long last) {
        int from = first >>> 12 == frame ? (int) (first >>> 6) & 63 : 0;
        int to = last >>> 12 == frame ? (int) (last >>> 6) & 63 : 63;
        return -1L << from & -1L >>> 63 - to;
    }
}
