package hv.cpu.engine;

import java.util.HashMap;
import java.util.Map;

/** The modes that have been met, one object each. The modes that alternate, as they do with system calls, are found without a map. */
final class CodeModes {
    private static final int RECENT = 64;

    private final CodeMode[] recent = new CodeMode[RECENT];
    private final Map<CodeMode, CodeMode> all = new HashMap<>();

    CodeMode of(int bits, long csBase) {
        int slot = (int) (bits ^ bits >>> 6 ^ csBase >>> 4) & RECENT - 1;
        var mode = recent[slot];
        if (mode != null && mode.bits() == bits && mode.csBase() == csBase) return mode;
        return recent[slot] = all.computeIfAbsent(new CodeMode(bits, csBase), made -> made);
    }
}
