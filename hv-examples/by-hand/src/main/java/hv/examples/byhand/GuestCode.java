package hv.examples.byhand;

/** The guest: 64-bit machine code, and where it lies. */
final class GuestCode {
    static final long ADDRESS = 0x10_0000, STACK_TOP = 0x10_8000;

    static final byte[] BYTES = bytes("""
            31 C0           xor eax,eax
            0F A2           cpuid            ; exits, always
            88 D8           mov al,bl
            E6 E9           out 0xe9,al      ; exits, as the VMCS asks
            B8 01 00 00 00  mov eax,1
            BB 28 00 00 00  mov ebx,40
            B9 02 00 00 00  mov ecx,2
            0F 01 C1        vmcall           ; exits, always
            E6 E9           out 0xe9,al
            F4              hlt              ; exits, as the VMCS asks
            """);

    private GuestCode() {}

    /** The first column of a listing. */
    private static byte[] bytes(String listing) {
        var bytes = new java.io.ByteArrayOutputStream();
        for (String line : listing.split("\n")) {
            for (String hex : line.substring(0, 16).strip().split(" ")) bytes.write(Integer.parseInt(hex, 16));
        }
        return bytes.toByteArray();
    }
}
