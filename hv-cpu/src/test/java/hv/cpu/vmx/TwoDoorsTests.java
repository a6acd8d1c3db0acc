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
    private static final String ENTRY = "vmlaunch; hlt";
    /** The exit handler: logs RAX, RBX, RCX, RDX, reason, qualification, length and RIP at R15, steps over the instruction, resumes; ends at HLT. */
    private static final String HANDLER = """
            mov [r15], rax
            mov [r15+8], rbx
            mov [r15+16], rcx
            mov [r15+24], rdx
            mov r14d, 0x4402
            vmread [r15+32], r14
            mov r14d, 0x6400
            vmread [r15+40], r14
            mov r14d, 0x440c
            vmread [r15+48], r14
            mov r14d, 0x681e
            vmread [r15+56], r14
            cmp dword [r15+32], 12
            je end
            mov r13, [r15+56]
            add r13, [r15+48]
            vmwrite r14, r13
            add r15, 64
            vmresume
            end: hlt
            """;
    private static final String GUEST = """
            mov eax, 7
            cpuid
            mov ecx, 16
            rdmsr
            inc rbx
            vmcall
            in al, 0x60
            out 0x80, al
            mov rdx, cr3
            mov cr3, rdx
            vmread rax, rbx
            vmclear [rbx+rcx*4+32]
            xor eax, eax
            vmxoff
            invvpid rax, [rip+256]
            vmlaunch
            hlt
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
        var machine = new VmxMachine().withGuest(GUEST).code(HOST_CODE, HANDLER);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 24 | 1 << 15 | 1 << 16);
        return machine;
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
