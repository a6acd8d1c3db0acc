package hv.cpu.assembler;

import static hv.cpu.decode.Mnemonic.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The assembler makes of a text what the Netwide Assembler makes of it, where that is installed. */
class NasmTests {
    private static final int EACH = 8, SHOWN = 20;

    private static final Map<Mnemonic, String> REFUSED = Map.ofEntries(
            Map.entry(BSWAP, "a result that is undefined"),
            Map.entry(FSTPNCE, "an encoding that no manual of Intel's knows"),
            Map.entry(MOVSX, "from 16 bits to 16"), Map.entry(MOVZX, "from 16 bits to 16"), Map.entry(MOVSXD, "from 32 bits to no more than 32"),
            Map.entry(PCMPESTRIQ, "the name of the form with REX.W"), Map.entry(PCMPESTRMQ, "the name of the form with REX.W"),
            Map.entry(PMOVMSKB, "a destination of 64 bits"));
    private static final Map<Mnemonic, String> DIFFERENT = Map.of(
            MOV, "nasm moves 32 bits where that makes the others zero",
            MOV_FROM_SEG, "nasm stores a selector by the shortest way, whatever register is named",
            SLDT, "nasm stores a selector by the shortest way, whatever register is named",
            XCHG, "nasm exchanges a register with itself by a NOP");

    @TempDir private static Path directory;

    @BeforeAll
    static void needsNasm() { assumeTrue(Nasm.installed(), "nasm is not installed, so the assembler is not compared with it"); }

    @ParameterizedTest @ValueSource(ints = {16, 32, 64})
    void everyRowIsEncodedAsNasmDoesOrShorter(int codeWidth) throws IOException, InterruptedException {
        var ops = Instructions.ofEveryRow(codeWidth, EACH, 0).stream().filter(NasmSyntax::has).toList();
        var theirs = Nasm.assemble(ops.stream().map(NasmSyntax::of).toList(), codeWidth, directory);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            String difference = difference(ops.get(i), theirs.get(i), Nasm.address(i));
            if (!difference.isEmpty()) differences.add(NasmSyntax.of(ops.get(i)) + ": " + difference);
        }
        assertEquals(List.of(), differences.stream().limit(SHOWN).toList(), () -> differences.size() + " are different");
    }

    private static String difference(Op op, byte[] theirs, long address) {
        if (theirs == null) return REFUSED.containsKey(op.mnemonic) ? "" : "nasm refuses it";
        byte[] ours = Assembler.assemble(NasmSyntax.of(op), op.codeWidth, address).bytes();
        Op our = Instructions.decode(ours, op.codeWidth, address), their = Instructions.decode(theirs, op.codeWidth, address);
        boolean same = Instructions.meaning(our).equals(Instructions.meaning(their)) && ours.length == our.length && ours.length <= their.length;
        if (same || DIFFERENT.containsKey(op.mnemonic)) return "";
        return HexFormat.of().formatHex(ours) + " " + our + ", nasm's is " + HexFormat.of().formatHex(theirs, 0, their.length) + " " + their;
    }

    @ParameterizedTest @ValueSource(strings = {LOOPS, BOOT_SECTOR, INTO_64_BITS, DATA, SPELLINGS_64, SPELLINGS_16, PREFIXES})
    void programsAreTheSameByteForByte(String program) throws IOException, InterruptedException {
        assertEquals(HexFormat.of().formatHex(Nasm.assemble(program, directory)), HexFormat.of().formatHex(Assembler.assemble(program, 16, 0).bytes()));
    }

    private static final String LOOPS = """
            bits 64
            org 0x100000
            start:  mov ecx, 10
            .next:  dec ecx
                    jnz .next
                    jz done
                    times 120 nop
                    jmp start
                    call other.next
            other:
            .next:  jecxz .end
                    loop .next
            .end:   ret
            done:   jmp near done
                    jmp short done
            """;

    private static final String BOOT_SECTOR = """
            bits 16
            org 7c00h
                    cli
                    xor ax, ax
                    mov ds, ax
                    mov si, text
            .next:  lodsb
                    test al, al
                    jz .end
                    mov ah, 0Eh
                    mov bx, 7
                    int 0x10
                    jmp .next
            .end:   hlt
                    jmp .end
            text    db "Hello", 13, 10, 0
                    times 510-($-$$) db 0
                    dw 0xAA55
            """;

    private static final String INTO_64_BITS = """
            bits 16
            org 0x8000
                    lgdt [gdtr]
                    mov eax, cr0
                    or al, 1
                    mov cr0, eax
                    jmp dword 8:protected
            bits 32
            protected:
                    mov eax, cr4
                    or eax, 1 << 5
                    mov cr4, eax
                    mov ecx, 0xC0000080
                    rdmsr
                    bts eax, 8
                    wrmsr
                    jmp 16:in64
            bits 64
            in64:   lea rsi, [rel gdtr]
                    mov rax, [gdtr + 2]
                    mov qword [rbp], -1
                    hlt
            align 8
            gdt:    dq 0, 0x00CF9B000000FFFF, 0x00AF9B000000FFFF
            size    equ $ - gdt
            gdtr:   dw size - 1
                    dd gdt
            """;

    private static final String DATA = """
            bits 32
            a       equ 5
            b       equ later - first
            first:  db 1, -1, 'x', "text", 255, 0b1010, 1010b, 0FFh, 377o
                    dw 0x1234, 'ab', -2, "abc"
            later:  dd first, a + b * 2, (a + b) * 2, 'abcd', ~a
                    dq later, 0x8000000000000000, -1
                    times 3 db 7
            align 16
            resb 3
            resd 1
            align 4, db 0
                    dd $ - $$, b / 3, b % 3, a | 8, a & 4, a ^ 1, 0x80 >> 3
            """;

    private static final String SPELLINGS_64 = """
            bits 64
            mov dword [rax+rcx*4+8], 5
            mov dword [8+4*rcx+rax], 5
            mov [rsp+rbp], r15b
            mov [rbp+rsp], sil
            mov rax, [fs:28h]
            mov eax, [rax+rax*8-128]
            push qword [rax]
            call [rax]
            jmp qword far [rax]
            movq xmm0, [rax]
            movd xmm1, eax
            imul eax, 5
            imul rax, rbx, -300
            test eax, [rax]
            xchg eax, ebx
            xchg rax, r8
            shl eax, 1
            sal eax, cl
            fadd st1
            fadd st0, st3
            fxch
            faddp
            fcomi st2
            finit
            fstsw ax
            jz $
            cmovnae eax, ebx
            setnle al
            pblendvb xmm1, xmm2
            int3
            int 0x80
            in al, 0x60
            out dx, eax
            enter 16, 1
            ret 8
            mov ds, eax
            mov cr8, r15
            vmread [rax], rbx
            sysret
            iretq
            push 127
            push 128
            mov rax, -1
            mov rax, 0x123456789ABCDEF0
            add rax, 0x7F
            add rax, 0x80
            bswap r10
            crc32 eax, word [fs:eax]
            """;

    private static final String SPELLINGS_16 = """
            bits 16
            mov ax, [bx+si]
            mov ax, [di+bx+200]
            mov [bp], al
            mov eax, [esp+4]
            mov eax, [dword 0x100000]
            call 0x1234:0x5678
            jmp far [bx]
            call dword far [bx]
            pushad
            popfd
            o32 ret
            retf 4
            aam
            aad 16
            les di, [bx]
            bound ax, [bx]
            push word 5
            push dword 5
            push byte 5
            a32 loop $
            """;

    private static final String PREFIXES = """
            bits 64
            lock add dword [fs:eax+r8d*2+4], 5
            rep movsw
            fs rep movsw
            a32 rep stosd
            repne scasb
            repe cmpsq
            gs lodsb
            add ax, word [gs:ebx]
            movsd xmm0, [fs:eax]
            pinsrw xmm1, [fs:eax], 1
            popcnt ax, [fs:eax]
            lock cmpxchg16b [r9]
            """;
}
