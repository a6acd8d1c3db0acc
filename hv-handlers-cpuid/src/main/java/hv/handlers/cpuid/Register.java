package hv.handlers.cpuid;

import hv.api.x86.CpuidResult;

/** One of the four registers that CPUID returns. */
enum Register {
    EAX, EBX, ECX, EDX;

    int in(CpuidResult result) {
        return switch (this) {
            case EAX -> result.eax();
            case EBX -> result.ebx();
            case ECX -> result.ecx();
            case EDX -> result.edx();
        };
    }

    CpuidResult set(CpuidResult result, int value) {
        return switch (this) {
            case EAX -> result.withEax(value);
            case EBX -> result.withEbx(value);
            case ECX -> result.withEcx(value);
            case EDX -> result.withEdx(value);
        };
    }

    /** @throws IllegalArgumentException if there is no register of this name */
    static Register named(String text) {
        return switch (text) {
            case "eax" -> EAX;
            case "ebx" -> EBX;
            case "ecx" -> ECX;
            case "edx" -> EDX;
            default -> throw new IllegalArgumentException("'" + text + "' is none of eax, ebx, ecx, edx");
        };
    }
}
