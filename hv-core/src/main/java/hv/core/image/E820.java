package hv.core.image;

import hv.api.machine.PhysicalMemory.Region;

/** Kinds of memory, numbered as by firmware's INT 15H, AX=E820H. Boot protocols use the same numbers. */
final class E820 {
    private E820() {}

    static int type(Region.Kind kind) {
        return switch (kind) {
            case RAM -> 1;
            case RESERVED -> 2;
            case ACPI -> 3;
        };
    }
}
