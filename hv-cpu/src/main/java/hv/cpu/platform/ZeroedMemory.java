package hv.cpu.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Host memory that is zero and costs nothing before it is touched. The memory of a plain arena is filled with zeros when it is allocated: a guest
 * with a gigabyte of RAM would use a gigabyte of the host's, and the time to fill it, before its first instruction.
 */
final class ZeroedMemory {
    private static final long PAGE = 4096;

    private ZeroedMemory() {}

    /**
     * Allocates page-aligned memory, which is freed with the arena. Where this module may not call native functions, it is the arena's own memory.
     */
    @SuppressWarnings("restricted")
    static MemorySegment allocate(Arena arena, long bytes) {
        if (bytes == 0 || !ZeroedMemory.class.getModule().isNativeAccessEnabled()) return arena.allocate(bytes, PAGE);
        var address = calloc(bytes + PAGE);
        if (address.equals(MemorySegment.NULL)) throw new OutOfMemoryError("the host has no " + bytes + " bytes for the machine's RAM");
        var all = address.reinterpret(bytes + PAGE, arena, ZeroedMemory::free);
        return all.asSlice(-all.address() & PAGE - 1, bytes);
    }

    private static MemorySegment calloc(long bytes) {
        try {
            return (MemorySegment) function("calloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG))
                    .invokeExact(1L, bytes);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void free(MemorySegment address) {
        try {
            function("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS)).invokeExact(address);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
