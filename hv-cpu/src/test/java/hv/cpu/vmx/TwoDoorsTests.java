package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.FREE;
import static hv.cpu.testing.VmxMachine.HOST_CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.testing.VmxMachine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One guest, one VMCS: a VMM in Java and one of machine code meet the same exits. */
class TwoDoorsTests {
    private static final int HLT = 12;
    /** VMLAUNCH; then HOST_RIP. */
    private static final String ENTRY = "0F 01 C2 F4";
    /** The exit handler: logs RAX, RBX, RCX, RDX, reason, qualification, length and RIP at R15, steps over the instruction, resumes; ends at HLT. */
    private static final String HANDLER = """
            49 89 07            mov [r15],rax
            49 89 5F 08         mov [r15+8],rbx
            49 89 4F 10         mov [r15+16],rcx
            49 89 57 18         mov [r15+24],rdx
            41 BE 02 44 00 00   mov r14d,0x4402
            45 0F 78 77 20      vmread [r15+32],r14
            41 BE 00 64 00 00   mov r14d,0x6400
            45 0F 78 77 28      vmread [r15+40],r14
            41 BE 0C 44 00 00   mov r14d,0x440c
            45 0F 78 77 30      vmread [r15+48],r14
            41 BE 1E 68 00 00   mov r14d,0x681e
            45 0F 78 77 38      vmread [r15+56],r14
            41 83 7F 20 0C      cmp dword [r15+32],12
            74 13               je end
            4D 8B 6F 38         mov r13,[r15+56]
            4D 03 6F 30         add r13,[r15+48]
            45 0F 79 F5         vmwrite r14,r13
            49 83 C7 40         add r15,64
            0F 01 C3            vmresume
            F4                  end: hlt
            """;
    private static final String GUEST = """
            B8 07 00 00 00      mov eax,7
            0F A2               cpuid
            B9 10 00 00 00      mov ecx,16
            0F 32               rdmsr
            48 FF C3            inc rbx
            0F 01 C1            vmcall
            E4 60               in al,0x60
            E6 80               out 0x80,al
            0F 20 DA            mov rdx,cr3
            0F 22 DA            mov cr3,rdx
            0F 78 D8            vmread rax,rbx
            66 0F C7 74 8B 20   vmclear [rbx+rcx*4+32]
            31 C0               xor eax,eax
            0F 01 C4            vmxoff
            66 0F 38 81 05 00 01 00 00 invvpid rax,[rip+256]
            0F 01 C2            vmlaunch
            F4                  hlt
            """;
    private static final List<Integer> REASONS = List.of(10, 31, 18, 30, 30, 28, 28, 23, 19, 26, 53, 20, HLT);

    private record Exit(long rax, long rbx, long rcx, long rdx, long reason, long qualification, long length, long rip) {}

    @Test
    void bothDoorsGiveTheSameExits() {
        var java = throughJava();
        assertEquals(REASONS, java.stream().map(exit -> (int) exit.reason).toList());
        assertEquals(java, throughMachineCode());
    }

    private static VmxMachine machine() {
        var machine = new VmxMachine().withGuest(bytes(GUEST)).code(HOST_CODE, bytes(HANDLER));
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 24 | 1 << 15 | 1 << 16);
        return machine;
    }

    /** The columns of a listing that hold bytes. */
    private static String bytes(String listing) {
        return listing.lines().map(line -> line.replaceFirst("(?: {2,}| (?=[a-z]{2})).*$", "")).reduce("", (all, line) -> all + line + " ");
    }

    private static List<Exit> throughJava() {
        var exits = new ArrayList<Exit>();
        try (var machine = machine()) {
            machine.launch();
            while (true) {
                var cpu = machine.cpu;
                exits.add(new Exit(cpu.get(Gpr.RAX), cpu.get(Gpr.RBX), cpu.get(Gpr.RCX), cpu.get(Gpr.RDX), machine.read(EXIT_REASON),
                        machine.read(EXIT_QUALIFICATION), machine.read(VM_EXIT_INSTRUCTION_LENGTH), machine.read(GUEST_RIP)));
                if (machine.read(EXIT_REASON) == HLT) return exits;
                machine.write(GUEST_RIP, machine.read(GUEST_RIP) + machine.read(VM_EXIT_INSTRUCTION_LENGTH));
                machine.resume();
            }
        }
    }

    private static List<Exit> throughMachineCode() {
        try (var machine = machine()) {
            long entry = HOST_CODE + 0x1000;
            machine.code(entry, ENTRY).cpu.rip(entry);
            machine.cpu.set(Gpr.R15, FREE);
            assertEquals(RunResult.HALTED, machine.cpu.run());
            var exits = new ArrayList<Exit>();
            for (long at = FREE; at <= machine.cpu.get(Gpr.R15); at += 64) exits.add(logged(machine, at));
            return exits;
        }
    }

    private static Exit logged(VmxMachine machine, long at) {
        var words = new long[8];
        for (int i = 0; i < 8; i++) words[i] = machine.ram.read(at + 8 * i, 8);
        return new Exit(words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7]);
    }
}
